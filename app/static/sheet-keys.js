/* The juror's desk without a mouse. What is typed is never taken: letters work outside text only, where a mark stands
   (which takes no letters), and can be switched off; nothing that browsers or screen readers use is bound. */
(() => {
  "use strict";
  const form = document.getElementById("scores");
  const help = document.getElementById("keys");
  const STEP = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 };
  const MIDDLE = 50;
  const OFF = "jipp:letters-off";
  const store = (deed) => { try { return deed(localStorage); } catch { return null; } };
  const marks = () => [...(form?.querySelectorAll('input[name^="score-"]') ?? [])];
  const isMark = (node) => node.matches?.('input[name^="score-"]');
  const isText = (node) => node.isContentEditable || (node.matches?.("input, textarea, select") && !isMark(node) && !["checkbox", "radio", "button", "submit", "range"].includes(node.type));
  const rowOf = (node) => node.closest?.(".score-row");

  function go(field) {
    if (!field) return;
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.focus();
    field.select?.();
  }

  function step(field, change) {
    const typed = field.value.trim();
    const number = Number(typed.replace(",", "."));
    if (typed && Number.isNaN(number)) return;
    const next = typed ? Math.min(100, Math.max(0, Math.round((number + change) * 100) / 100)) : MIDDLE;
    field.value = document.documentElement.lang === "en" ? String(next) : String(next).replace(".", ",");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("live").textContent = field.value;
  }

  function toText(node) {
    const source = rowOf(node)?.querySelector(".sheet__source") ?? document.querySelector(".sheet__source");
    const section = document.getElementById(source?.hash.slice(1));
    if (!section) return;
    section.scrollIntoView({ block: "start" });
    const sheet = document.getElementById("sheet").getBoundingClientRect();
    if (sheet.left > section.getBoundingClientRect().right) return; // side by side: the mark keeps the focus
    section.tabIndex = -1;
    section.focus();
  }

  const LETTERS = {
    b: () => go(marks().find((field) => !field.value.trim()) ?? marks()[0]),
    c: (node) => go((rowOf(node) ?? rowOf(marks()[0]))?.querySelector("textarea")),
    r: () => go(form?.elements.recommendation),
    t: toText,
    n: () => document.querySelector('[data-key="n"]')?.click(),
    j: () => document.querySelector('[data-key="j"]')?.click(),
    "?": () => help?.showModal?.(),
  };

  function inMark(event) {
    const all = marks();
    if (event.key in STEP && !event.shiftKey) return step(event.target, STEP[event.key]) ?? true;
    if (event.key !== "Enter") return false; // Enter would submit, and signing must never happen by accident
    const place = all.indexOf(event.target) + (event.shiftKey ? -1 : 1);
    go(place < 0 ? all[0] : all[place] ?? form.elements.recommendation);
    return true;
  }

  function sign() {
    const button = document.querySelector("[data-key=sign]");
    if (button && !button.disabled) button.form.requestSubmit(button);
  }

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.isComposing || event.defaultPrevented || event.altKey || help?.open) return;
    if (event.ctrlKey || event.metaKey) {
      if (key === "Enter" && !event.repeat) { event.preventDefault(); sign(); }
      return;
    }
    if (isMark(target) && inMark(event)) return event.preventDefault();
    if (key === "Escape" && target.matches?.("textarea[name^='note-']")) return go(rowOf(target)?.querySelector('input[name^="score-"]'));
    const letter = key.toLowerCase();
    if (isText(target) || event.repeat || !(letter in LETTERS) || store((s) => s.getItem(OFF))) return;
    event.preventDefault();
    LETTERS[letter](target);
  });

  const letters = document.getElementById("letters");
  if (letters) letters.checked = !store((s) => s.getItem(OFF));
  letters?.addEventListener("change", () => store((s) => (letters.checked ? s.removeItem(OFF) : s.setItem(OFF, "1"))));
  document.querySelector("[data-open-keys]")?.addEventListener("click", () => help?.showModal?.());
})();
