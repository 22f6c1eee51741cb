// Pictures to take away: the browser saves each figure as SVG and PNG, dark on white.
(() => {
if (window.takesPictures) return;
window.takesPictures = true;
const SVG = "http://www.w3.org/2000/svg";
const UNSEEN = ".draglayer, .hoverlayer, .zoomlayer, .updatemenu-container, .selectionlayer";

// Return Plotly's drawing as one SVG; the image in it, which holds the texts, becomes elements.
const drawing = (plot, words) => {
  const { width, height } = plot._fullLayout;
  const svg = document.createElementNS(SVG, "svg");
  const made = (name, attributes, parent) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [key, value] of Object.entries(size)) svg.setAttribute(key, value);
  made("title", {}, svg).textContent = words;
  made("rect", { width, height, fill: "#ffffff" }, svg);
  for (const layer of plot.querySelectorAll(".main-svg")) {
    const copy = layer.cloneNode(true);
    copy.querySelectorAll(UNSEEN).forEach((element) => element.remove());
    for (const element of copy.querySelectorAll("*")) {
      if (element.style?.opacity === "0") element.remove();
      // Strokes grow with a picture that is enlarged.
      else if (element.style) element.style.vectorEffect = "";
    }
    for (const image of copy.querySelectorAll("image")) {
      const href = image.getAttribute("href") || image.getAttribute("xlink:href") || "";
      const text = /^data:image\/svg\+xml,(.*)$/s.exec(href);
      if (!text) continue;
      const inner = new DOMParser().parseFromString(decodeURIComponent(text[1]), "image/svg+xml");
      for (const name of ["x", "y", "width", "height"]) {
        inner.documentElement.setAttribute(name, image.getAttribute(name) || 0);
      }
      image.replaceWith(inner.documentElement);
    }
    svg.append(...copy.childNodes);
  }
  return { width, height, code: new XMLSerializer().serializeToString(svg) };
};

const painted = async ({ width, height, code }) => {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(code)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width; // as sharp as a high-resolution screen
  canvas.height = 2 * height;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
};

// The same state in the light theme: this page, or a hidden frame.
const dark = () => {
  const color = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  return color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 384;
};
const until = async (found, milliseconds = 30000) => {
  for (const end = Date.now() + milliseconds; Date.now() < end;) {
    const result = found();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the figure was not drawn in time");
};
const settled = (root, key) => {
  const box = root.querySelector(`.st-key-box-${key}`);
  const plot = box && box.querySelector(".js-plotly-plot:has(.main-svg)");
  const follows = box && box.querySelector("[data-follows]");
  const still = plot && (!follows || (plot.dataset.shows && !plot.dataset.plays));
  const ran = root.querySelector("[data-test-script-state=notRunning]");
  return still && ran && plot;
};
const inLight = async (key, take) => {
  if (!dark()) return take(await until(() => settled(document, key)));
  const frame = document.createElement("iframe");
  const address = new URL(location.href);
  address.searchParams.set("embed", "true");
  address.searchParams.append("embed_options", "light_theme");
  frame.src = address;
  frame.ariaHidden = "true";
  frame.tabIndex = -1;
  frame.style.cssText = `position: fixed; left: -9999px; width: ${innerWidth}px; height: 900px`;
  document.body.append(frame);
  try {
    return take(await until(() => settled(frame.contentDocument, key)));
  } finally {
    frame.remove();
  }
};

const save = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
const takeAway = async (button) => {
  const { picture: key, kind } = button.dataset;
  button.disabled = true;
  button.textContent = "…";
  try {
    const words = document.querySelector(`.st-key-box-${key} [role=figure]`)?.ariaLabel || "";
    const found = await inLight(key, (plot) => drawing(plot, words));
    const svg = new Blob([found.code], { type: "image/svg+xml" });
    save(kind === "PNG" ? await painted(found) : svg, `chain-rule-${key}.${kind.toLowerCase()}`);
  } catch (error) {
    console.warn(error);
    alert(`The picture was not made: ${error.message}.`);
  }
  button.textContent = kind;
  button.disabled = false;
};
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-picture]");
  if (button) takeAway(button);
});

// The light figures are drawn from the link, which has no open folds and no predictions.
const inLink = (box) => !dark() || !(
  box.closest("[data-testid=stExpander]")
  || document.querySelector("[data-beyond-link]")
);
// One row per figure, named by the title above it.
const titled = (box) => {
  const fold = box.closest("[data-testid=stExpander]");
  if (fold) return fold.querySelector("summary").textContent.trim();
  const titles = [...document.querySelectorAll(".stMain :is(h1, h2, h3)")];
  const before = titles.filter((title) => title.compareDocumentPosition(box) & 4);
  return before.length ? before.at(-1).textContent.trim() : "Figure";
};
const list = () => {
  const place = document.querySelector("[data-pictures]");
  if (!place) return;
  const boxes = [...document.querySelectorAll('[class*="st-key-box-"]:has(.js-plotly-plot)')];
  const keys = boxes.map((box) => [/st-key-box-([\w-]+)/.exec(box.className)[1], box])
    .filter(([key, box]) => key !== "miniature" && (key === "whole" || box.offsetParent));
  const rows = keys.filter(([, box]) => inLink(box)).map(([key, box]) => [key, titled(box)]);
  const held = `${rows.join()} ${keys.length}`;
  if (place.dataset.pictures === held) return;
  place.dataset.pictures = held;
  const list = document.createElement("ul");
  list.append(...rows.map(([key, title], at) => {
    const before = rows.slice(0, at).filter(([, other]) => other === title).length;
    const name = before ? `${title} (${before + 1})` : title;
    const row = document.createElement("li");
    row.append(`${name} `);
    for (const kind of ["SVG", "PNG"]) {
      const button = document.createElement("button");
      Object.assign(button.dataset, { picture: key, kind });
      button.textContent = kind;
      button.ariaLabel = `${name}, as ${kind}`;
      row.append(button);
    }
    return row;
  }));
  place.replaceChildren();
  if (rows.length) place.append("Save a figure, on a white background:", list);
  if (rows.length < keys.length) {
    place.append("In the light theme you can save what is folded or predicted, too.");
  }
};
let waits = 0;
new MutationObserver(() => {
  clearTimeout(waits);
  waits = setTimeout(list, 200);
}).observe(document.body, { childList: true, subtree: true });
list();
})();
