"""Take the README's picture of the page: `python -m docs.take_picture`."""

from pathlib import Path

from deploy import trial

FILE = Path(__file__).with_name("walkthrough.png")


def main() -> None:
    with trial.browser() as browser, trial.served() as url:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(f"{url}/?step=5&entry=4")
        page.locator(".st-key-box-activation [data-shows]").wait_for()
        page.wait_for_timeout(1500)  # fonts
        page.screenshot(path=FILE)
    print(f"{FILE}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
