"""`?embed=true` in a frame of another page: one step, without the app's own frame."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

HOSTING = (Path(__file__).parents[2] / "docs" / "hosting.md").read_text(encoding="utf-8")


def test_the_frame_of_the_readme_shows_a_step_that_can_be_played(tab: Page, server: str) -> None:
    found = re.search(r"<iframe src=\"https://your\.host/(.*?)</iframe>", HOSTING, re.DOTALL)
    assert found
    frame = f'<iframe src="{server}/{found[1]}</iframe>'
    course = f"{server}/course.html"
    tab.route(course, lambda route: route.fulfill(body=f"<h1>A course</h1>{frame}"))
    tab.set_viewport_size({"width": 1000, "height": 1000})
    tab.goto(course)
    step = tab.frame_locator("iframe")
    expect(step.get_by_role("heading", name="5. Through the activation")).to_be_visible()
    expect(step.locator(".st-key-box-activation .main-svg").first).to_be_visible()
    for frame_of_the_app in ("stSidebar", "stSidebarNav", "stToolbar"):
        expect(step.get_by_test_id(frame_of_the_app).filter(visible=True)).to_have_count(
            1 if frame_of_the_app == "stHeading" else 0
        )
    step.get_by_role("radio", name="Element-wise").click()
    expect(step.get_by_text("∂J/∂r[0] = (−0.5639)(0.1562) = ")).to_be_visible()
    with tab.expect_popup() as popup:
        step.get_by_role("link", name="Open the whole page").click()
    page, _, link = popup.value.url.partition("?")
    assert page == f"{server}/" and set(link.split("&")) == {"step=5", "formulation=Element-wise"}
    popup.value.close()
    tab.unroute(course)
