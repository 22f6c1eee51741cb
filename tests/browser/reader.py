"""The actions of a reader on a page, and the waits for their results."""

from __future__ import annotations

from itertools import combinations

from playwright.sync_api import Locator, Page, expect

CHAIN = ".st-key-chain [class*=st-key-box-]:visible"  # whole or as a miniature
ACTIVATION = ".st-key-box-activation"
FOLLOWING = "[class*=st-key-box-]:has([data-follows]) .js-plotly-plot"  # hidden until it follows

# Keys work only after the last change has been drawn and transitions have ended. Lines break
# elsewhere until the fonts are loaded.
QUIET = """() => document.fonts.ready.then(() => new Promise((resolve) => {
  const rest = () => setTimeout(() => {
    if (document.getAnimations().some((a) => a instanceof CSSTransition)) {
      timer = rest();
    } else {
      observer.disconnect();
      resolve();
    }
  }, 150);
  let timer = 0;
  const observer = new MutationObserver(() => { clearTimeout(timer); timer = rest(); });
  observer.observe(document.body, { childList: true, subtree: true });
  timer = rest();
}))"""


def idle(page: Page) -> None:
    """Wait until the script has run, its charts are drawn, and nothing changes any more."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1)
    expect(page.locator(".st-key-onwards")).to_be_attached()  # drawn last
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)  # a figure's placeholder
    expect(page.locator(".stPlotlyChart:not(:has(.main-svg)):visible")).to_have_count(0)
    page.evaluate(QUIET)
    expect(page.locator(f"{FOLLOWING}:not([data-shows]):visible")).to_have_count(0)


def resize(page: Page, width: int) -> None:
    """Change the window's width; the sidebar slides out of a narrow window."""
    size = {"width": width, "height": 900}
    if page.viewport_size != size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        idle(page)


def choose(page: Page, name: str, option: str) -> None:
    """Press an option of a segmented control."""
    button = page.locator(f".st-key-{name}").get_by_role("radio", name=option, exact=True)
    button.click()
    expect(button).to_have_attribute("aria-checked", "true")
    idle(page)


def press(page: Page, key: str, times: int, pause: int = 40) -> None:
    """Press a key repeatedly, with this many milliseconds between."""
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(pause)


def click_entry(page: Page, box: str, at: int) -> None:
    """Click an entry of a figure, at the invisible square over it."""
    unseen = page.locator('.point[style*="opacity: 0;"]')
    entries = page.locator(f"{box} .scatterlayer .trace").filter(has=unseen)
    click_middle(page, entries.locator(".point").nth(at))


def click_middle(page: Page, target: Locator) -> None:
    """Click the middle of the target, whatever element receives the click."""
    target.scroll_into_view_if_needed()
    place = target.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def slider(page: Page, name: str) -> Locator:
    """Return a parameter's slider, which has the value and can be focused."""
    return page.locator(f".st-key-{name} input[type=range]")


def alt(page: Page, box: str) -> str:
    """Return the accessible name of the figure in a box."""
    named = page.locator(f"{box} [role=img], {box} [aria-label]").first
    return named.get_attribute("aria-label") or ""


def overflows(box: Locator) -> bool:
    """Tell whether the content is wider than the box."""
    return box.evaluate("e => e.scrollWidth > e.clientWidth")


# A figure's lettering is an image; this draws it again as elements that can be measured.
TEXTS = """() => [...document.querySelectorAll(".js-plotly-plot image")].map((image) => {
  const holder = document.createElement("div");
  holder.innerHTML = decodeURIComponent(image.getAttribute("href").split(",").slice(1).join(","));
  document.body.append(holder);
  const boxes = [...holder.querySelectorAll("text")].map((e) => {
    const box = e.getBBox();
    return [e.textContent.trim(), box.x, box.y, box.x + box.width, box.y + box.height];
  });
  holder.remove();
  return boxes.filter(([text]) => text);
})"""


def overlaps(page: Page) -> list[tuple[str, str]]:
    """Return the pairs of texts in a figure that overlap by more than their vertical margins."""
    figures = page.evaluate(TEXTS)
    assert any(figures)
    return [
        (one[0], other[0])
        for found in figures
        for one, other in combinations(found, 2)
        if min(one[3], other[3]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[2], other[2]) > 4
    ]
