// Elements under which the page scrolls get the page's background colour.
const showColor = () => {
  const app = document.querySelector(".stApp");
  app.style.setProperty("--page", getComputedStyle(app).backgroundColor);
};

// Visible figures follow immediately; the rest is done once for all changes of a run, and hidden
// figures, such as the miniature on a wide screen, last.
let waiting = 0;
let resting = 0;
const look = () => {
  follow();
  clearTimeout(waiting);
  clearTimeout(resting);
  resting = setTimeout(() => follow(true), 1000);
  waiting = setTimeout(() => {
    measureAll();
    showMarked();
    showBeginning();
    showColor();
  }, 60);
};
new MutationObserver(look).observe(document.body, {
  childList: true,
  subtree: true,
  characterData: true,
});
document.body.dataset.ready = ""; // from now on figures are transparent until they are right
look();
