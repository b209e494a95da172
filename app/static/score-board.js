// The big screen of the evening: one award after the other, by key, button or touch. All of it is in the page, so it
// needs no network once it is loaded; where the page was left is kept in its address.
(() => {
  "use strict";
  const board = document.querySelector("[data-score-board]");
  if (!board) return;
  const slides = [...board.querySelectorAll(".score-board__slide")];
  const foot = document.querySelector("[data-score-board-foot]");
  const count = foot.querySelector("[data-count]");
  const words = board.dataset.of;
  let at = 0;

  const show = (place, moves = true) => {
    at = Math.max(0, Math.min(slides.length - 1, place));
    slides.forEach((slide, n) => slide.classList.toggle("score-board__slide--shown", n === at));
    count.textContent = at ? words.replace("{n}", at).replace("{all}", slides.length - 1) : "";
    foot.querySelector("[data-back]").disabled = at === 0;
    foot.querySelector("[data-next]").disabled = at === slides.length - 1;
    history.replaceState(null, "", at ? `#${at}` : location.pathname);
    if (moves) slides[at].focus({ preventScroll: true });
  };

  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.());
  const keys = {
    " ": () => show(at + 1), Enter: () => show(at + 1), ArrowRight: () => show(at + 1), ArrowDown: () => show(at + 1),
    PageDown: () => show(at + 1), ArrowLeft: () => show(at - 1), ArrowUp: () => show(at - 1), PageUp: () => show(at - 1),
    Backspace: () => show(at - 1), Home: () => show(0), End: () => show(slides.length - 1), f: full, F: full,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.target.closest("button") && [" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  board.addEventListener("click", () => show(at + 1));
  foot.querySelector("[data-back]").addEventListener("click", () => show(at - 1, false));
  foot.querySelector("[data-next]").addEventListener("click", () => show(at + 1, false));

  document.body.classList.add("score-board--staged");
  foot.hidden = false;
  show(Number.parseInt(location.hash.slice(1), 10) || 0, false);
})();
