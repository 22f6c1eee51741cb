// The page follows the switch and the sliders; a figure is drawn when it is near the screen.
let figures = []; // unpacked below
const still = matchMedia("(prefers-reduced-motion: reduce)");
const night = matchMedia("(prefers-color-scheme: dark)");
const boxes = [...document.querySelectorAll("[data-figure]")];
const near = new Set(); // the boxes on or near the screen
const state = () => Number(document.body.dataset.formulation);
let printing = false;

// The values of the sliders of a step, or of a fold within it.
const chosen = (element) => {
  const group = element.closest("[data-group]");
  const own = group && [...group.querySelectorAll("input[type=range]")]
    .filter((input) => input.closest("[data-group]") === group);
  return own && own.length ? own.map((input) => input.value).join("-") : "0";
};

const changed = (held, changes) => {
  const copy = structuredClone(held);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split("/");
    const last = names.pop();
    names.reduce((part, name) => part[name], copy)[last] = value;
  }
  return copy;
};
const theme = () => Number(night.matches && !printing);
const figureOf = (box) => {
  const { variants, ...first } = figures[box.dataset.figure][theme()];
  return changed(first, variants[chosen(box)] || {}); // the first choice has no variant
};

// The figure's data at one end of its animation.
const atEnd = (figure, end) => {
  if (!figure.plays.length) return figure.data;
  const name = figure.plays[end][0].at(-1);
  const { data, traces } = figure.frames.find((frame) => frame.name === name);
  const drawn = [...figure.data];
  traces.forEach((trace, at) => { drawn[trace] = { ...drawn[trace], ...data[at] }; });
  return drawn;
};
const draw = async (box, figure) => {
  box.shows = state();
  await Plotly.react(box, atEnd(figure, state()), figure.layout, { displayModeBar: false });
  if (figure.frames.length) {
    if (box.begun) await Plotly.deleteFrames(box);
    await Plotly.addFrames(box, figure.frames);
  }
  if (!box.begun) box.on("plotly_click", ({ points }) => trace(box, points));
  box.begun = true;
};
const renew = async (box) => {
  const key = `${theme()} ${chosen(box)}`;
  const figure = figureOf(box);
  box.setAttribute("aria-label", figure.texts[state()]);
  if (box.drawn !== key) {
    box.drawn = key;
    await draw(box, figure);
  } else if (figure.plays.length && box.shows !== state()) {
    box.shows = state();
    await Plotly.animate(box, ...figure.plays[state() + (still.matches ? 0 : 2)]);
  }
};

// A figure's changes run one after the other: a running animation ends first. Figures are drawn one
// by one, each painted before the next begins, so the first does not wait.
let turn = Promise.resolve();
const seen = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
const follow = (box) => {
  const step = () => (near.has(box) ? renew(box) : null);
  if (box.begun) box.turn = Promise.resolve(box.turn).then(step).catch(console.warn);
  else turn = turn.then(step).catch(console.warn).then(seen);
};
const followAll = () => near.forEach(follow);
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    near[isIntersecting ? "add" : "delete"](target);
    if (isIntersecting) follow(target);
  }
}, { rootMargin: "800px" });
const unpack = async () => {
  const packed = Uint8Array.from(
    atob(document.getElementById("figures").textContent), (letter) => letter.charCodeAt(0),
  );
  const json = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  figures = JSON.parse(await new Response(json).text());
  boxes.forEach((box) => observer.observe(box));
};
unpack();

// A click on an entry moves the slider of its step.
const trace = (box, points) => {
  const entry = points.map((point) => point.customdata).find((data) => Array.isArray(data));
  const slider = box.closest("[data-group]")?.querySelector("input[type=range]");
  if (!entry || !slider) return;
  slider.value = Math.max(...entry);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
};
document.addEventListener("input", ({ target }) => {
  if (target.type !== "range") return;
  target.closest("label").querySelector("output").textContent = target.value;
  const group = target.closest("[data-group]");
  for (const element of group.querySelectorAll("[data-variant]")) {
    if (element.closest("[data-group]") === group) {
      element.hidden = element.dataset.variant !== chosen(element);
    }
  }
  followAll();
  reach();
});

document.addEventListener("change", ({ target }) => {
  if (target.name !== "formulation") return;
  document.body.dataset.formulation = target.value;
  followAll();
  reach();
});
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "e" || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector("[name=formulation]:not(:checked)")?.click();
}, true);
night.addEventListener("change", followAll);

// Paper uses the light theme, and needs all figures immediately.
addEventListener("beforeprint", () => {
  printing = true;
  for (const box of boxes) {
    box.drawn = "";
    draw(box, figureOf(box)).catch(console.warn);
  }
});
addEventListener("afterprint", () => {
  printing = false;
  boxes.forEach((box) => { box.drawn = ""; });
  followAll();
});

// Elements that scroll have a hint, and the keyboard must reach them. A figure's drawn width is
// used, since Firefox and WebKit include its invisible parts in the scroll width.
const drawnWidth = (figure) => {
  const { width, transform } = getComputedStyle(figure);
  return parseFloat(width) * new DOMMatrix(transform).a;
};
const reach = () => {
  for (const box of document.querySelectorAll(".box, .math.block, .wide")) {
    const figure = box.querySelector(":scope > .figure");
    const width = figure ? drawnWidth(figure) : box.scrollWidth;
    const scrolls = box.clientWidth > 0 && width > box.clientWidth + 1;
    box.classList.toggle("scrolls", scrolls);
    box.toggleAttribute("tabindex", false);
    if (scrolls) box.setAttribute("tabindex", "0");
  }
};
addEventListener("resize", reach);
document.addEventListener("toggle", reach, true);
const resized = new ResizeObserver(() => requestAnimationFrame(reach));
resized.observe(document.body); // a scrollbar may appear without a resize of the window
reach();

// In a notebook the frame is as high as its content.
const frame = window.frameElement;
if (frame) {
  new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(document.body.getBoundingClientRect().height) + 24}px`;
  }).observe(document.body);
}
