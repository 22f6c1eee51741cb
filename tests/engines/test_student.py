"""The acts of a student, one for each kind of thing that a page does, and their results."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from explainer.__main__ import main
from explainer.exports.worksheet import files
from tests.engines.conftest import Visit
from tests.engines.window import Window, by_text, holding

ENTRIES = """([...document.querySelectorAll('.st-key-box-activation .scatterlayer .trace')]
  .filter((e) => e.querySelector('.point[style*="opacity: 0;"]'))
  .flatMap((e) => [...e.querySelectorAll('.point')])[2])"""
# The visible parts of the switch's state, in the page's order.
STATE = """return {
  switched: document.querySelector('.st-key-formulation [aria-checked=true]').innerText.trim(),
  shows: [...document.querySelectorAll('[data-shows]')].filter((e) => e.offsetParent)
    .map((e) => e.dataset.shows),
  code: document.querySelector('.stCode').innerText,
  sum: [...document.querySelectorAll('.stMain p')].map((e) => e.innerText)
    .find((text) => text.startsWith('∂J/∂r[0] =')),
  address: location.search,
}"""


def assert_agree(window: Window, elementwise: bool) -> None:
    """Wait until switch, figures, sum, code and URL agree, and check that they still do later."""
    window.wait(f"(() => {{ {STATE} }})().shows.every((e) => e === '{int(elementwise)}')")
    window.settle()
    window.pause(0.5)
    found = window.run(STATE)
    assert found["switched"] == ("Element-wise" if elementwise else "Matrix multiply"), found
    assert found["shows"] == [str(int(elementwise))] * 2, found
    assert ("dJ_dh * (h * (1 - h))" in found["code"]) == elementwise, found
    assert found["sum"].count(")(") == (1 if elementwise else 5), found
    assert ("formulation=Element-wise" in found["address"]) == elementwise, found


def heading(window: Window, text: str) -> None:
    """Wait until the heading of the step is this text."""
    window.wait(f"document.querySelector('.stMain h2')?.innerText.trim() === {text!r}")


@pytest.mark.smoke(1280)
def test_back_and_forward_take_all_along_after_one_press(visit: Visit) -> None:
    window = visit("/?step=5")
    assert_agree(window, elementwise=False)
    window.press("e")
    # Running a script in the page now would take away the key press's user activation.
    window.pause(2)
    assert_agree(window, elementwise=True)
    window.back()
    assert_agree(window, elementwise=False)
    window.forward()
    assert_agree(window, elementwise=True)


def test_the_switch_is_pressed_again_and_again(visit: Visit) -> None:
    window = visit("/?step=5")
    window.click(by_text(".st-key-formulation [role=radio]", "Element-wise"))
    assert_agree(window, elementwise=True)
    for _ in range(5):
        window.press("e")
        window.pause(0.15)
    assert_agree(window, elementwise=False)


def test_the_keys_walk_through_all_steps_and_back(visit: Visit) -> None:
    window = visit()
    titles = [window.texts(".stMain h2")[0]]
    for _ in range(6):
        window.press("ArrowRight")
        number = int(titles[-1][0])
        window.wait(f"document.querySelector('.stMain h2')?.innerText.startsWith('{number + 1}.')")
        window.settle()
        titles.append(window.texts(".stMain h2")[0])
    assert [title.partition(".")[0] for title in titles] == list("1234567")
    for _ in range(3):
        window.press("PageUp")
    heading(window, titles[3])


def test_a_click_on_an_entry_traces_it(visit: Visit) -> None:
    window = visit("/?step=5")
    window.click(ENTRIES)
    window.wait("location.search.includes('entry=2')")
    window.settle()
    (said,) = [text for text in window.texts(".stMain p") if text.startswith("∂J/∂r[2] =")]
    assert said.count(")(") == 5


def test_a_factor_is_predicted_wrong_and_then_right(visit: Visit) -> None:
    window = visit("/?predict=Let+me+predict&step=5")
    answers = ("shape", "5×1"), ("shape", "5×5"), ("structure", "diagonal")
    for name, option in answers:
        chosen = by_text(f".st-key-asked-activation-{name} [role=radio]", option)
        window.wait(chosen)
        window.click(chosen)
        window.wait(f"{chosen}.getAttribute('aria-checked') === 'true'")
        window.settle()
    said = " ".join(window.texts(".stAlert"))
    assert "5×5, outputs × inputs" in said and "20 of its 25 entries are zero" in said


def test_an_input_is_nudged_by_button_and_by_key(visit: Visit) -> None:
    window = visit("/gallery?function=softmax")
    window.click(holding(".stMain button", "Nudge x[0]"))
    window.wait("location.search.includes('nudged=1')")
    window.settle()
    window.press("ArrowRight")
    window.wait("location.search.includes('nudged=2')")
    window.settle()
    assert any("x[2]" in text for text in window.texts(".st-key-move-nudged-forth-ArrowRight"))
    window.back()
    window.wait(
        f"{holding('.stMain button', 'Nudge x[1]')} && location.search.includes('nudged=1')"
    )
    window.settle()


def test_a_function_is_typed(visit: Visit) -> None:
    window = visit("/gallery?function=your+own")
    window.click(".st-key-expression textarea")
    window.press("Control+a")
    window.type("softmax(x) * x")
    window.press("Enter")
    window.wait("location.search.includes('softmax')")
    window.settle()
    assert window.run("return document.querySelectorAll('.katex-error, .stException').length") == 0
    window.wait("document.body.innerText.includes('at this x')", 60)


def test_a_jacobian_of_a_batch_is_folded_and_unfolded(visit: Visit) -> None:
    window = visit("/batches?N=2")
    for state in ("1", "0"):
        window.click(".st-key-folded label")
        window.wait(
            "[...document.querySelectorAll('[data-shows]')]"
            f".every((e) => e.dataset.shows === '{state}')"
        )
        window.settle()
        assert ("folded=true" in window.address()) == (state == "1")


def test_a_doubt_is_found_and_tried(visit: Visit) -> None:
    window = visit("/doubts")
    window.click(".stMain input[type=text]")
    window.type("softmax")
    window.press("Enter")
    listed = "(document.querySelector('[class*=\"st-key-choose-\"] button'))"
    window.wait(listed)
    window.settle()
    window.click(listed)
    window.wait("location.search.includes('doubt=')")
    window.settle()
    window.click(by_text(".st-key-tried [role=radio]", "A"))
    window.wait("document.querySelector('.stMain .stAlert')")
    window.settle()
    assert "tried=A" in window.address()


def test_a_whole_jacobian_is_typed_in_rows_that_stay_rows(visit: Visit) -> None:
    window = visit("/exercises?kind=A+whole+Jacobian&number=3")
    tops = window.run(
        "return [...document.querySelectorAll('[class*=\"st-key-fields-\"]')].map((row) =>"
        " [...row.querySelectorAll('input')].map((e) => Math.round(e.getBoundingClientRect().top)))"
    )
    assert len(tops) >= 2 and all(len(row) >= 2 and len(set(row)) == 1 for row in tops), tops
    window.click("(document.querySelector('.stMain input[aria-label=\"row 0, column 0\"]'))")
    for _ in range(sum(map(len, tops))):
        window.type("0.1")
        window.press("Tab")
    window.press("Enter")
    window.wait("document.querySelector('.stMain .stAlert')?.innerText.includes('not right')")


def test_presenting_begins_and_ends_at_the_same_step(visit: Visit) -> None:
    window = visit("/?step=4")
    window.press("p")
    window.wait("document.querySelector('.st-key-slide-shown') && /slide=/.test(location.search)")
    window.settle()
    window.press("p")
    window.wait("document.querySelector('.stMain h2')?.innerText.startsWith('4.')")
    window.settle()
    assert window.address() == "/?step=4"


def test_what_is_taken_away_holds_the_state(visit: Visit) -> None:
    window = visit("/?step=5&activation=tanh")
    window.click(".st-key-take-away summary")
    window.wait("document.querySelector('[data-picture=activation][data-kind=SVG]')")
    window.settle()
    window.click(".st-key-copy-link button")
    label = "document.querySelector('.st-key-copy-link button').innerText.trim()"
    window.wait(f"{label} === 'Copied'")
    window.click("(document.querySelector('[data-picture=activation][data-kind=SVG]'))")
    drawn = window.saved("chain-rule-activation.svg").read_text("utf-8")
    assert drawn.count("<text") > 15 and "non-scaling-stroke" not in drawn
    window.click(".st-key-take-numpy button")
    script = window.saved("chain-rule-numpy.py").read_text("utf-8")
    assert "np.tanh" in script


def words(file: Path) -> str:
    """Return the text of a PDF; skip the test if Poppler is missing."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext: `apt-get install poppler-utils`")
    return subprocess.run(
        ["pdftotext", file, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_paper_has_the_figures_whole(visit: Visit, file: Path) -> None:
    window = visit("/?step=5")
    window.pause(1.5)  # hidden parts, such as a phone's whole chain, are drawn last
    window.pdf(file)
    said = words(file)  # Firefox keeps only the glyphs of web fonts, not their text
    assert said.count("diag(h∘(1−h))") == 2 and said.count("−0.56") >= 1, said
    assert said.count("5×5") == 2 and said.count("\f") == 1, said
    assert "Scrolls sideways" not in said


def test_paper_shows_the_end_of_a_play_that_runs(visit: Visit, file: Path) -> None:
    window = visit("/?step=5")
    window.press("e")
    window.wait("document.querySelector('[data-plays]')")
    window.pdf(file)
    said = words(file)
    assert said.count("h∘(1−h)") == 2 and "the diagonal" not in said, said
    window.wait("!document.querySelector('[data-plays]')")


HINTS = """return [...document.querySelectorAll('.box')].filter((e) => e.offsetParent).map((e) => {
  const figure = e.querySelector('.figure');
  const wide = figure.getBoundingClientRect().width > e.clientWidth + 1;
  return [wide && !e.closest('.miniature'), e.classList.contains('scrolls')];
})"""


def test_a_handout_opens_switches_and_says_that_it_scrolls_where_it_does(
    visit: Visit, tmp_path: Path
) -> None:
    out = tmp_path / "handout.html"
    assert main(["export", "handout", "--out", str(out)]) == 0
    window = visit()
    window.goto(out.as_uri())
    window.wait("document.querySelector('[data-figure] .main-svg')")
    window.pause(1)
    hints = window.run(HINTS)
    assert len(hints) >= 7 and all(wide == says for wide, says in hints), hints
    window.press("e")
    # A phone sees the miniature; the chain at its own size follows when it is seen.
    seen = "[...document.querySelectorAll('[data-figure]')].find((e) => e.offsetParent)"
    window.wait(f"({seen}).ariaLabel.startsWith('((')")


def test_a_worksheet_takes_three_pages_a_student(visit: Visit, tmp_path: Path, file: Path) -> None:
    (tmp_path / "worksheet.html").write_bytes(files(2, 7)["worksheet-7.html"])
    window = visit()
    window.goto((tmp_path / "worksheet.html").as_uri())
    window.pause(1)
    window.pdf(file)
    assert words(file).count("\f") == 6
