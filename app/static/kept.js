/* What was typed and the server has not confirmed yet, kept in this browser: by person, form and view of the page.
   Another tab, or the same one opened again tomorrow, finds it. Gone once confirmed, at sign-out, and after 30 days. */
(() => {
  "use strict";
  const PREFIX = "jipp:autosave:";
  const LEAVING = "jipp:leaving";
  const LONGEST = 30 * 24 * 3600 * 1000; // ms
  const person = document.body.dataset.person ?? "";
  const mine = `${PREFIX}${person}:`;
  const store = (deed, where = () => localStorage) => { try { return deed(where()); } catch { return null; } }; // full or forbidden: the page still holds it
  const read = (key) => store((s) => JSON.parse(s.getItem(key)));
  const keys = (prefix) => store((s) => Object.keys(s).filter((key) => key.startsWith(prefix))) ?? [];
  const dropKey = (key) => store((s) => s.removeItem(key));
  const keyOf = (name, view) => `${mine}${name}:${view}`; // a name holds no colon, nor does a view

  const keep = (name, view, entry) => store((s) => { s.setItem(keyOf(name, view), JSON.stringify({ at: Date.now(), ...entry })); return true; }) ?? false;
  const drop = (name, view) => dropKey(keyOf(name, view));
  const others = (name, view) => keys(`${mine}${name}:`).filter((key) => key !== keyOf(name, view))
    .map((key) => ({ key, ...read(key) })).sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
  const forms = () => keys(mine).map((key) => key.slice(mine.length).split(":")[0]).filter((name) => name.startsWith("/"));

  for (const key of keys(PREFIX)) if (!((read(key)?.at ?? 0) > Date.now() - LONGEST)) dropKey(key);

  /* Signing out is done when the next page knows nobody; a sign-out without a network loses nothing. */
  const leaving = store((s) => s.getItem(LEAVING), () => sessionStorage);
  if (leaving && !person) keys(`${PREFIX}${leaving}:`).forEach(dropKey);
  if (leaving) store((s) => s.removeItem(LEAVING), () => sessionStorage);
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("form[data-sign-out]");
    const button = form?.querySelector("button");
    if (!button) return;
    if (forms().length) button.dataset.confirm = form.dataset.unsent; else delete button.dataset.confirm;
  }, true);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) store((s) => s.setItem(LEAVING, person), () => sessionStorage);
  });

  /* A list says which of its rows have something here that was never sent: data-kept-for="/evaluations/…". */
  function tell() {
    const names = new Set(forms());
    document.querySelectorAll("[data-kept-for]").forEach((mark) => { mark.hidden = !names.has(mark.dataset.keptFor); });
  }
  tell();
  window.addEventListener("storage", tell);
  window.addEventListener("pageshow", tell);

  window.jippKept = Object.freeze({ keep, drop, dropKey, others });
})();
