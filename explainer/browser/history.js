// Each press adds one entry to the history. Streamlit adds one for each parameter that the server
// changes, none for a widget, and before another page one without settings: Back would stop there.
const PAGE_LINK = "[data-testid=stSidebarNavLink], [data-testid=stPageLink-NavLink]";
const CHOICE = ".stMain [role=radio], .stMain .stCheckbox label, .stButton button, [role=option]";
let pressed = false; // true from a press until the URL changes
let left = null; // the page on which a link was pressed
document.addEventListener("click", ({ target }) => {
  left = target.closest(PAGE_LINK) ? location.pathname : null;
  pressed = pressed || Boolean(target.closest(`${PAGE_LINK}, ${CHOICE}`));
}, true);
document.addEventListener("keydown", ({ key, target }) => {
  pressed = pressed || (key === "Enter" && Boolean(target.closest(".stTextInput, .stSelectbox")));
}, true);
addEventListener("popstate", () => {
  pressed = false;
}, true);
const enter = { push: history.pushState.bind(history), replace: history.replaceState.bind(history) };
history.pushState = history.replaceState = (state, title, url) => {
  const wanted = new URL(url, location.href);
  if (wanted.href === location.href || wanted.pathname === left) return;
  enter[pressed ? "push" : "replace"](state, title, url);
  pressed = false;
};
