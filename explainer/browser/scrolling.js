// A narrow box is first scrolled to the factor of the step. A chart that is redrawn may lose its
// scroll position, so the reader's last position is restored.
document.addEventListener("scroll", ({ target }) => {
  if (target.chart && target.chart === target.querySelector(".main-svg")) {
    target.place = target.scrollLeft;
  }
}, true);
const showMarked = () => {
  for (const hint of document.querySelectorAll("[data-mark]")) {
    const box = hint.closest('[class*="st-key-box-"]');
    const chart = box && box.querySelector(".main-svg");
    if (!chart || box.clientWidth === 0 || box.scrollWidth <= box.clientWidth) continue;
    const begins = box.dataset.marked !== hint.dataset.mark;
    if (begins) box.place = Number(hint.dataset.mark) - box.clientWidth / 2;
    if (begins || box.chart !== chart) box.scrollLeft = box.place;
    box.dataset.marked = hint.dataset.mark;
    box.chart = chart;
  }
};

// Tables and formulas are as wide as their content, so only the browser knows whether they scroll.
// If they do, the keyboard must reach a table's hint, or the formula itself.
const measure = (element) => {
  const scrolls = element.scrollWidth > element.clientWidth + 1;
  if (!element.matches(".katex-display")) element.toggleAttribute("data-scrolls", scrolls);
  else if (scrolls) element.setAttribute("tabindex", "0");
  else element.removeAttribute("tabindex");
};
const resized = new ResizeObserver((entries) => {
  requestAnimationFrame(() => entries.forEach(({ target }) => measure(target))); // changes sizes
});
const MEASURED = '[class*="st-key-box-"]:has(.measured), .katex-display';
const measureAll = () => {
  for (const element of document.querySelectorAll(MEASURED)) {
    resized.observe(element);
    measure(element);
  }
};

// When the subject of the page changes, such as the step, scroll to its beginning.
let shown = null;
const showBeginning = () => {
  const mark = document.querySelector("[data-about]");
  const about = mark && mark.dataset.about;
  if (about && shown && about !== shown) {
    document.querySelector(`.st-key-${mark.dataset.begins}`)?.scrollIntoView({
      block: mark.dataset.block,
    });
  }
  shown = about || shown;
};
