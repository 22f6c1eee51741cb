// What is seen follows the switch and the sliders; a figure is drawn when it comes near the screen.
let figures = []; // unpacked below
const still = matchMedia("(prefers-reduced-motion: reduce)");
const night = matchMedia("(prefers-color-scheme: dark)");
const boxes = [...document.querySelectorAll("[data-figure]")];
const state = () => Number(document.body.dataset.formulation);
let printing = false;

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

// What a figure is now, in the colours of the theme.
const wanted = (box) => {
  const { variants, ...first } = figures[box.dataset.figure][Number(night.matches && !printing)];
  return changed(first, variants[chosen(box)] || {});
};

// A play begins with what stands; without one the figure is put where it belongs.
const shows = async (box, figure, play) => {
  box.setAttribute("aria-label", figure.texts[state()] || figure.texts[0]);
  if (!figure.plays.length || box.dataset.shows === String(state())) return;
  box.dataset.shows = state();
  await Plotly.animate(box, ...figure.plays[state() + (play && !still.matches ? 2 : 0)]);
};

const draw = async (box) => {
  if (box.offsetParent === null) return;
  const figure = wanted(box);
  const begins = !box.dataset.drawn;
  box.dataset.drawn = "yes";
  await Plotly.react(box, figure.data, figure.layout, { displayModeBar: false });
  if (figure.frames.length) {
    if (!begins) await Plotly.deleteFrames(box);
    await Plotly.addFrames(box, figure.frames);
  }
  box.dataset.shows = 0;
  await shows(box, figure, false);
  if (begins) box.on("plotly_click", ({ points }) => trace(box, points));
};

// One after the other, each seen before the next: the first picture waits for none.
let turn = Promise.resolve();
const seen = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || target.dataset.drawn) continue;
    turn = turn.then(() => target.dataset.drawn || draw(target)).then(seen);
  }
}, { rootMargin: "800px" });
const unpack = async () => {
  const packed = Uint8Array.from(
    atob(document.getElementById("figures").textContent), (letter) => letter.charCodeAt(0),
  );
  const json = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  figures = JSON.parse(await new Response(json).text());
  boxes.forEach((box) => near.observe(box));
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

const choose = (group) => {
  for (const element of group.querySelectorAll("[data-variant]")) {
    if (element.closest("[data-group]") === group) {
      element.hidden = element.dataset.variant !== chosen(element);
    }
  }
  const own = boxes.filter((box) => box.closest("[data-group]") === group && box.dataset.drawn);
  own.forEach(draw);
};
document.addEventListener("input", ({ target }) => {
  if (target.type !== "range") return;
  target.closest("label").querySelector("output").textContent = target.value;
  choose(target.closest("[data-group]"));
});

document.addEventListener("change", ({ target }) => {
  if (target.name !== "formulation") return;
  document.body.dataset.formulation = target.value;
  for (const box of boxes) {
    if (box.dataset.drawn) shows(box, wanted(box), true);
    else draw(box);
  }
  reach();
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "e" || event.repeat || event.ctrlKey || event.metaKey) return;
  if (event.altKey) return;
  document.querySelector("[name=formulation]:not(:checked)").click();
});

// Both ends of a print, and another theme, are other colours.
const again = () => Promise.all(boxes.filter((box) => box.dataset.drawn || printing).map(draw));
night.addEventListener("change", again);
addEventListener("beforeprint", () => {
  printing = true;
  again();
});
addEventListener("afterprint", () => {
  printing = false;
  again();
});

// What scrolls says so, and must be reached by the keyboard.
const reach = () => {
  for (const box of document.querySelectorAll(".box, .math.block, .wide")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("scrolls", scrolls);
    box.toggleAttribute("tabindex", false);
    if (scrolls) box.setAttribute("tabindex", "0");
  }
};
addEventListener("resize", reach);
reach();
document.addEventListener("toggle", reach, true);

// Within a notebook it is as high as what it holds.
const frame = window.frameElement;
if (frame) {
  new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(document.body.getBoundingClientRect().height) + 24}px`;
  }).observe(document.body);
}
