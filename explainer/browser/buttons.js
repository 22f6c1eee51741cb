// A clicked button would otherwise take the arrow keys.
document.addEventListener("pointerup", (event) => {
  if (event.target.closest(".stButtonGroup")) {
    setTimeout(() => document.activeElement.blur(), 0);
  }
}, true);

// On an embedded page, the link to the whole page opens the state that is shown.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-whole]");
  if (!link) return;
  const whole = new URL(location.href);
  whole.searchParams.delete("embed");
  whole.searchParams.delete("embed_options");
  link.href = whole.href;
}, true);

// A copy button shows that it has copied.
document.addEventListener("click", ({ target }) => {
  const button = target.closest('[class*="st-key-copy-"] button');
  if (!button) return;
  const key = /st-key-(copy-[\w-]+)/.exec(button.closest('[class*="st-key-copy-"]').className)[1];
  const held = document.querySelector(`[data-copies="${key}"]`);
  if (!held) return;
  const label = button.querySelector("p");
  button.dataset.label ||= label.textContent;
  const say = (text) => {
    label.textContent = text;
    setTimeout(() => { label.textContent = button.dataset.label; }, 1500);
  };
  // Without https there is no clipboard API: select the text and copy it with execCommand.
  const copy = () => {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = held.dataset.text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject();
  };
  (navigator.clipboard ? navigator.clipboard.writeText(held.dataset.text) : copy())
    .then(() => say("Copied"), () => prompt("Copy this:", held.dataset.text));
}, true);
