// Paper shows each figure at the end of its animation, also one that was never visible. Plotly
// draws it after a few promises and a timeout, and Firefox prints before: while Plotly is told, a
// promise calls back immediately, and so does a timeout. For a chain that was never visible
// `paper.css` shows the miniature.
class Immediate {
  constructor(run) {
    this.waiting = [];
    run((value) => this.resolve(value), () => {});
  }

  resolve(value) {
    if (value instanceof Immediate) {
      value.then((inner) => this.resolve(inner));
      return;
    }
    this.resolved = { value };
    for (const act of this.waiting.splice(0)) act(value);
  }

  then(act) {
    return new Immediate((resolve) => {
      const next = (value) => resolve(act ? act(value) : value);
      if (this.resolved) next(this.resolved.value);
      else this.waiting.push(next);
    });
  }

  catch() {
    return this;
  }

  static resolve(value) {
    return new Immediate((resolve) => resolve(value));
  }
}
const immediately = (act) => {
  const { Promise, setTimeout } = window;
  Object.assign(window, { Promise: Immediate, setTimeout: (timed) => timed() });
  try {
    act();
  } finally {
    Object.assign(window, { Promise, setTimeout });
  }
};
const expectStopped = (event) => { // Plotly rejects the promise of an animation that is stopped
  if (event.reason === undefined) event.preventDefault();
};
addEventListener("afterprint", () => {
  setTimeout(() => removeEventListener("unhandledrejection", expectStopped), 1000);
});
addEventListener("beforeprint", () => {
  addEventListener("unhandledrejection", expectStopped);
  for (const { plot, buttons, wanted } of followers()) {
    if (plot.dataset.shows === wanted && !plot.dataset.plays) continue;
    if (!plot._transitionData._frames.length) continue;
    cancelAnimationFrame(plot._transitionData._animationRaf);
    plot._transitionData._animationRaf = null; // or Plotly would wait for the browser's next frame
    immediately(() => press(plot, buttons, wanted, true));
    plot.dataset.shows = wanted;
  }
});
