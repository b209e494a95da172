/* How long the sheet is worked on: while the page is in view and something was done within the last minute.
   A view's time only grows; it goes along with each save, and by itself where there is none (docs/judging.md). */
(() => {
  "use strict";
  const form = document.getElementById("scores");
  const field = form?.elements.seconds;
  const shown = document.querySelector("[data-minutes]");
  const kept = window.jippKept;
  if (!field) return;
  const [IDLE, TICK, EVERY] = [60000, 1000, 60]; // ms, ms, s
  const action = form.getAttribute("action");
  const name = `time ${action}`;
  const view = form.elements.editor.value;
  const before = Number(shown?.dataset.minutes ?? 0); // seconds of earlier views
  let [active, last, lastDeed, told] = [0, performance.now(), performance.now(), 0]; // ms, ms, ms, s

  function tick() {
    const now = performance.now();
    if (!document.hidden && now - lastDeed < IDLE) active += Math.min(now - last, 2 * TICK); // a machine asleep is no work
    last = now;
    const seconds = Math.floor(active / 1000);
    field.value = seconds;
    if (shown) shown.textContent = Math.floor((before + seconds) / 60);
    if (seconds - told >= EVERY) tell(view, seconds);
  }

  /* Of a view and its seconds so far: sent twice they count once. What cannot be sent waits for the next time. */
  async function tell(of, seconds) {
    if (of === view) told = seconds;
    kept?.keep(name, of, { seconds });
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, version: form.elements.version.value, editor: of, seconds });
    const answer = await fetch(action, { method: "PATCH", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok || [404, 409, 422].includes(answer?.status)) kept?.drop(name, of); // saved, or nowhere to go any more
  }

  const work = () => { tick(); lastDeed = performance.now(); };
  for (const deed of ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "touchmove", "input"]) {
    document.addEventListener(deed, work, { passive: true, capture: true });
  }
  const leave = () => { tick(); if (Number(field.value) > told) tell(view, Number(field.value)); };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : work()));
  window.addEventListener("pagehide", leave);
  const sent = () => { told = Number(field.value); }; // with the form itself
  form.addEventListener("submit", sent);
  form.addEventListener("jipp:saved", sent);
  setInterval(tick, TICK);
  for (const one of kept?.others(name, view) ?? []) tell(one.key.split(":").pop(), one.seconds);
})();
