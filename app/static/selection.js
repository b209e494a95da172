/* The secretariat's case: keys that choose and tick, the focus on what is wrong, and a panel without a scroll of its own.
   Everything here can be done without it. */
(() => {
  "use strict";
  const GAP = 16; // px between the panel and the edge of the window
  const KEPT = "jipp:selection-keys";
  const panel = document.getElementById("decision");
  const choice = panel && document.getElementById("keys-on");
  if (!panel || !choice) return;

  const kept = (deed) => { try { return deed(localStorage); } catch { return null; } }; // forbidden: the choice holds for this page
  choice.checked = kept((s) => s.getItem(KEPT)) !== "off";
  choice.addEventListener("change", () => kept((s) => s.setItem(KEPT, choice.checked ? "on" : "off")));

  /* ── Keys: single letters, so they can be switched off, and never where somebody types ── */
  const isTyping = (node) => node.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");

  function choose(key) {
    const radio = panel.querySelector(`[name="decision"][data-key="${key}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.focus();
    return true;
  }

  function tick(number) {
    const box = panel.querySelectorAll('[name="checks"]')[number - 1];
    if (!box || !box.checkVisibility()) return false;
    box.checked = !box.checked;
    box.focus();
    return true;
  }

  function go(rel) {
    const link = document.querySelector(`main a[rel="${rel}"]`);
    link?.click();
    return Boolean(link);
  }

  function done(key) {
    if (/^[1-9]$/.test(key)) return tick(Number(key));
    if (/^[lkt]$/.test(key)) return choose(key);
    return key === "j" ? go("prev") : key === "n" && go("next");
  }

  document.addEventListener("keydown", (event) => {
    const isOther = event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat;
    if (isOther || !choice.checked || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (done(event.key.toLowerCase())) event.preventDefault();
  });

  /* ── A panel higher than the window sticks by its lower edge, so that its button is always reached ── */
  const place = () => { panel.style.top = `${Math.min(GAP, window.innerHeight - panel.offsetHeight - GAP)}px`; };
  new ResizeObserver(place).observe(panel);
  window.addEventListener("resize", place);
  place();

  // not before: the browser goes to the fragment of the address in a frame after loading, and that takes the focus away
  const focusWrong = () => panel.querySelector(".field--error :is(input, textarea)")?.focus();
  window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(focusWrong)));
})();
