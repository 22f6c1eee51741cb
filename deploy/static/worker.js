// Cache all files: a second visit requests only this file from the network.
const KEPT = "chain-rule-VERSION";
const ASKED = { cache: "no-cache" }; // the browser may have a file of an earlier version

self.addEventListener("install", (event) => {
  const first = ["live.js", "live.css"]; // loaded before this worker; the page is cached by live.js
  const kept = caches.open(KEPT).then((cache) => cache.addAll(
    first.map((name) => new Request(new URL(name, self.registration.scope), ASKED)),
  ));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(
    names.filter((name) => name !== KEPT).map((name) => caches.delete(name)),
  ));
  event.waitUntil(old.then(() => self.clients.claim()));
});

const answer = async (request) => {
  const kept = await caches.open(KEPT);
  // A deep link is a state of the same page.
  const wanted = request.mode === "navigate"
    ? new URL("./index.html", self.registration.scope)
    : request;
  const found = await kept.match(wanted);
  if (found) return found;
  const sent = await fetch(wanted, ASKED);
  if (sent.ok && sent.status === 200) await kept.put(wanted, sent.clone());
  return sent;
};

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const ours = url.startsWith(self.registration.scope);
  if (method === "GET" && ours) event.respondWith(answer(event.request));
});
