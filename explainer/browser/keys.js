// A button with the key move-NAME-TO, or move-NAME-TO-KEY, moves the parameter NAME to another of
// its numbered choices, and so does that key. It presses the choice itself, which changes
// immediately: several presses of a button within one run would count as one.
const MOVE = /st-key-move-(\w+?)-(first|back|forth|last)(?:-(\w+))?(?=\s|$)/;
const moveOf = (box) => box && MOVE.exec(box.className);
const choicesOf = (name) => [...document.querySelectorAll(`.st-key-${name} [role=radio]`)]
  .filter((option) => /^\d+$/.test(option.textContent.trim()));
const nextOf = ([, name, to]) => {
  const options = choicesOf(name);
  const at = options.findIndex((option) => option.getAttribute("aria-checked") === "true");
  const last = options.length - 1;
  const wanted = { first: 0, back: Math.max(0, at - 1), forth: Math.min(last, at + 1), last }[to];
  return at < 0 || wanted === at ? null : options[wanted];
};
document.addEventListener("click", (event) => {
  const found = moveOf(event.target.closest('[class*="st-key-move-"]'));
  // Without choices on the page, Streamlit handles the button.
  if (found && event.target.closest("button:enabled") && choicesOf(found[1]).length) {
    nextOf(found)?.click();
    event.preventDefault();
    event.stopPropagation();
  }
}, true);
// Return the element that a key presses in the page as it is now.
const aimOf = (key) => {
  const boxes = [...document.querySelectorAll('[class*="st-key-move-"]')];
  const found = boxes.map(moveOf).find((match) => match && match[3] === key);
  if (found && choicesOf(found[1]).length) return { press: nextOf(found) };
  // The option of two that is not chosen.
  const marks = [...document.querySelectorAll("[data-toggle-key]")];
  const mark = marks.find((one) => one.dataset.toggleKey === key.toLowerCase());
  if (!mark) return null;
  const { toggles } = mark.dataset;
  const options = document.querySelectorAll(`.st-key-${toggles} [aria-checked=false]`);
  if (options.length === 1) return { press: options[0] };
  const box = document.querySelector(`.st-key-${toggles} input`);
  return box && { press: box, rebuilds: true };
};
// A key waits until Streamlit has told its server about the last one: after two changes sent
// together only one part of the page runs. A pressed checkbox rebuilds the page: the next key is
// for the new page, which has a new checkbox.
const KEY = /^([a-z]|Arrow\w+|Page\w+)$/i; // the keys that pages may use
const LONGEST = 2000; // milliseconds to wait for a new page
const keys = [];
let busy = false; // true while the last key is handled
const obey = (aim) => {
  if (!aim?.press) return;
  busy = true;
  aim.press.click();
  if (aim.rebuilds) whenGone(aim.press, pressNext);
  else afterTold(pressNext);
};
const pressNext = () => {
  busy = false;
  while (keys.length && !busy) obey(aimOf(keys.shift()));
};
const whenGone = (box, act) => {
  const since = performance.now();
  const look = () => {
    const runs = !document.querySelector("[data-test-script-state=notRunning]");
    const drawn = !box.isConnected && !runs;
    if (drawn || performance.now() - since > LONGEST) act();
    else setTimeout(look, 10);
  };
  look();
};
document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key.length === 1) return; // a letter held down counts as one press
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Elements that use keys themselves keep them.
  if (event.target.closest("input, textarea, select, [role=radiogroup], [role=slider]")) return;
  const aim = aimOf(event.key);
  if (aim) event.preventDefault();
  if (!busy) obey(aim);
  else if (!event.repeat && KEY.test(event.key)) keys.push(event.key);
});
// Enter applies a field of several lines, as it does one of a single line; with Shift it begins a
// new line. Streamlit applies what is typed when the field loses the focus.
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("textarea");
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !field) return;
  event.preventDefault();
  event.stopPropagation();
  field.blur();
  field.focus();
}, true);
