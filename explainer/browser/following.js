// A figure that follows a switch shows its state immediately, without the server. It has four
// hidden buttons: the first two jump to a state, the last two play to it.
const still = matchMedia("(prefers-reduced-motion: reduce)");
const stateOf = (name) => {
  const switches = document.querySelector(`.st-key-${name}`);
  const box = switches && switches.querySelector("input[type=checkbox]");
  if (box) return Number(box.checked);
  const options = switches ? [...switches.querySelectorAll("[role=radio]")] : [];
  return options.findIndex((option) => option.getAttribute("aria-checked") === "true");
};
const drawn = new Map(); // figures that follow a switch, with Plotly's data about their frames
const framesOf = new WeakMap(); // the same, kept when a figure is redrawn
const forgetRedrawn = () => {
  for (const [plot, frames] of drawn) {
    if (plot._transitionData !== frames || !plot.isConnected) {
      cancelAnimationFrame(frames._animationRaf); // or Plotly would play the old figure for ever
      delete plot.dataset.plays;
      delete plot.dataset.shows;
      drawn.delete(plot);
    }
  }
};
// Without a connection Streamlit disables a figure's clicks, and enables them with the next one.
// Each time Plotly redraws the figure, and loses its frames.
const restoreFrames = (plot) => {
  const { _frames, _frameHash } = framesOf.get(plot) || {};
  if (_frames) Object.assign(plot._transitionData, { _frames, _frameHash });
};
const press = (plot, buttons, wanted, paper) => {
  const plays = plot.dataset.shows && !still.matches && !paper;
  plot.dataset.plays = wanted;
  if (plays) plot.dataset.shows = wanted; // otherwise set when done: it was not visible
  plot.once("plotly_animated", () => {
    plot.dataset.shows = wanted;
    delete plot.dataset.plays;
    setTimeout(look, 0); // Plotly is still ending this animation, and would end a new one with it
  });
  buttons[Number(wanted) + (plays ? 2 : 0)].dispatchEvent(new MouseEvent("click"));
};
const name = (plot, text) => {
  let named = plot.closest("[role=figure]");
  if (!named) { // charts of an older Streamlit have no name
    named = plot.closest(".stPlotlyChart");
    named.setAttribute("role", "figure");
  }
  if (named.getAttribute("aria-label") !== text) named.setAttribute("aria-label", text);
};
// Return the figures that follow a switch, with its present state.
const followers = () => [...document.querySelectorAll("[data-follows]")].map((mark) => {
  const plot = mark.closest('[class*="st-key-box-"]')?.querySelector(".js-plotly-plot");
  const buttons = plot ? plot.querySelectorAll(".updatemenu-button") : [];
  return { mark, plot, buttons, wanted: String(stateOf(mark.dataset.follows)) };
}).filter(({ buttons, wanted }) => buttons.length === 4 && /^[01]$/.test(wanted));
let pausing = 0;
const follow = (unseen) => {
  forgetRedrawn();
  if (pausing) return;
  // Some figures are visible in one state of a switch only; a style sheet sent with them shows one.
  for (const mark of document.querySelectorAll("[data-state]")) {
    const state = stateOf(mark.dataset.state);
    if (state >= 0) document.body.setAttribute(`data-${mark.dataset.state}`, state);
  }
  for (const mark of document.querySelectorAll("[data-alt]")) {
    const plot = mark.closest('[class*="st-key-box-"]')?.querySelector(".js-plotly-plot");
    if (plot) name(plot, mark.dataset.alt);
  }
  for (const { mark, plot, buttons, wanted } of followers()) {
    const text = wanted === "1" ? mark.dataset.last : mark.dataset.first;
    name(plot, text);
    if (!plot._transitionData._frames.length) { // Plotly adds the frames after it has drawn
      restoreFrames(plot);
      setTimeout(look, 0);
      continue;
    }
    drawn.set(plot, plot._transitionData);
    framesOf.set(plot, plot._transitionData);
    if (plot.offsetParent === null && !unseen) {
      if (plot.dataset.shows !== wanted) delete plot.dataset.shows; // transparent until it does
      continue;
    }
    // A running animation must end first: Plotly reports one that is stopped as an error.
    if (plot.dataset.shows === wanted || plot.dataset.plays) continue;
    if (plot.dataset.shows || wanted === "1") {
      press(plot, buttons, wanted);
      pausing = setTimeout(() => { // each figure is pressed in its own task
        pausing = 0;
        follow(unseen);
      }, 0);
      return;
    }
    plot.dataset.shows = wanted;
  }
};
// Streamlit tells its server after a timeout of 0. Later drawing then runs while the server works.
const afterTold = (act) => setTimeout(() => setTimeout(act, 0), 0);
for (const event of ["click", "change"]) {
  document.addEventListener(event, () => afterTold(follow), true);
}
