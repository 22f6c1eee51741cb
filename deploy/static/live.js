// The app behind the handout: loaded with a progress bar, and shown instead of it when requested.
const site = JSON.parse(document.getElementById("site").textContent);
const folder = new URL(".", import.meta.url);
const at = (path) => new URL(path, folder).href;
// The elements to remove when the app is shown. This script's style sheet stays, and so does the
// one that Plotly adds once to a document: the app's figures also need it.
const first = [
  ...document.querySelectorAll("body > :not(link)"),
  ...document.head.querySelectorAll('style:not([id^="plotly.js"])'),
];
// A link to a state of the app requests the app; meanwhile the handout is shown.
const asked = location.href;
let wanted = location.search.length > 1 || new URL(".", asked).href !== asked.split(/[?#]/)[0];

const bar = document.createElement("div");
bar.id = "live";
bar.innerHTML = '<p role="status"></p><progress max="1" value="0" aria-label="Loading"></progress>'
  + "<button>Live: change everything</button>";
const [said, progress, button] = bar.children;
document.body.append(bar);
const say = (text) => {
  said.textContent = text;
  said.hidden = !text;
};

const cache = async () => (
  self.caches ? caches.open(`chain-rule-${site.version}`).catch(() => null) : null
);
// Load the files; a browser with a cache downloads them only once.
const bring = async () => {
  const kept = await cache();
  const sizes = Object.values(site.files);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let arrived = 0;
  const show = () => {
    progress.value = arrived / total;
    say(`Loading the live page: ${(arrived / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`);
  };
  const one = async ([path, size]) => {
    if (!(kept && await kept.match(at(path)))) {
      const response = await fetch(at(path));
      if (!response.ok) throw new Error(`${path} is missing`);
      const data = await response.blob();
      const { headers } = response;
      const type = { "content-type": headers.get("content-type") || "application/octet-stream" };
      if (kept) await kept.put(at(path), new Response(data, { headers: type })).catch(() => null);
    }
    arrived += size;
    show();
  };
  show();
  await Promise.all(Object.entries(site.files).map(one));
};

// mount() takes the URL for the app's root: set it to the folder, then restore it.
const root = document.createElement("div");
root.id = "root";
root.inert = true;
const begin = async () => {
  document.body.append(root);
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: at("stlite/stlite.css") });
  document.head.append(sheet);
  const { mount } = await import(at("stlite/stlite.js"));
  const here = location.href;
  history.replaceState(null, "", folder.href + location.search);
  mount({
    entrypoint: site.entry,
    archives: [{ url: at("app.zip"), format: "zip" }],
    requirements: site.required,
    pyodideUrl: at("pyodide/pyodide.mjs"),
    streamlitConfig: site.config,
    disableProgressToasts: true, // the bar shows the progress
  }, root);
  history.replaceState(null, "", here);
};

// Cache the page itself, which was already loaded, from whatever URL.
const keepPage = async () => {
  const kept = await cache();
  if (!kept || await kept.match(at("index.html"))) return;
  const text = await (await fetch(asked, { cache: "force-cache" })).text();
  const headers = { "content-type": "text/html; charset=utf-8" };
  if (text.includes(site.version)) await kept.put(at("index.html"), new Response(text, { headers }));
};
// From now on the worker answers, and caches its answers. Not every URL allows a worker.
const keep = async () => {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  await keepPage().catch(() => null); // before the worker, which would use the network
  await serviceWorker.register(at("worker.js"), { updateViaCache: "all" }).catch(() => null);
  await until(() => serviceWorker.controller, 10).catch(() => null);
};

const until = async (found, seconds) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const result = found();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it takes too long");
};
const ran = () => root.querySelector("[data-test-script-state=notRunning]")
  && root.querySelector(".st-key-onwards");

// The reader's place: the last step whose section begins above the middle of the window, and the
// distance of its title from the top.
const place = () => {
  const steps = [...document.querySelectorAll("section[data-group]")];
  const at = steps.findLastIndex((step) => step.getBoundingClientRect().top < innerHeight / 2);
  if (at < 0) return { query: {}, title: null };
  const slider = steps[at].querySelector("input[type=range]");
  const title = steps[at].querySelector("h2");
  return {
    query: { step: at + 1, entry: slider ? slider.value : 0 },
    title: title.textContent,
    top: title.getBoundingClientRect().top,
  };
};
const take = async () => {
  const { query, title, top } = place();
  const plain = asked === location.href && !location.search && location.href === folder.href;
  if (plain) { // pass the handout's state to the app, which reads it as after Back
    const query_ = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (Number(value)) query_.set(name, value);
    if (document.body.dataset.formulation === "1") query_.set("formulation", "Element-wise");
    if (query_.size) {
      history.pushState(null, "", `?${query_}`);
      dispatchEvent(new PopStateEvent("popstate"));
      const titled = () => [...root.querySelectorAll("h2")].find((h2) => h2.textContent === title);
      await until(() => (!title || titled()) && ran(), 10);
    }
  }
  root.dataset.live = "yes";
  root.inert = false;
  first.forEach((element) => element.remove());
  bar.remove();
  root.style.display = "none"; // a browser may not paint elements that were drawn while covered
  root.getBoundingClientRect();
  root.style.display = "";
  document.body.removeAttribute("data-formulation");
  if (plain && title) await scroll(title, top);
};
// Scroll repeatedly, because the page still moves while its figures are drawn one by one.
const scroll = async (title, top) => {
  for (let count = 0; count < 20; count += 1) {
    const heading = [...root.querySelectorAll("h2")].find((h2) => h2.textContent === title);
    const scrolled = root.querySelector("[data-testid=stMain]");
    if (heading && scrolled) scrolled.scrollTop += heading.getBoundingClientRect().top - top;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

// Until the app is shown, keys belong to the handout, whose listeners come before this one.
addEventListener("keydown", (event) => {
  if (!root.dataset.live) event.stopPropagation();
}, true);
button.addEventListener("click", () => {
  wanted = true;
  button.disabled = true;
  go();
});
// The older Streamlit sets aria-expanded on sections, which only a button may have.
new MutationObserver(() => {
  root.querySelectorAll("section[aria-expanded]").forEach((section) => {
    section.removeAttribute("aria-expanded");
  });
}).observe(root, { subtree: true, childList: true, attributeFilter: ["aria-expanded"] });
let ready = false;
const go = () => {
  if (ready && wanted) take();
};

const load = async () => {
  if (!self.WebAssembly || !self.Worker) throw new Error("it cannot run Python");
  await until(() => document.querySelector(".main-svg"), 20).catch(() => null); // handout first
  const keeps = keep();
  await bring();
  await keeps;
  say("Starting Python");
  progress.removeAttribute("value");
  await begin();
  await until(() => root.querySelector("h1"), 120);
  say("Drawing the page");
  await until(ran, 60);
  progress.remove();
  say("");
  ready = true;
  go();
};
load().catch((error) => {
  progress.remove();
  button.remove();
  say(`The live page does not run in this browser (${error.message}); all that is here does.`);
});
