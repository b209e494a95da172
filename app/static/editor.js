/* The editor's fields: what is wrong with one stands at the field itself, whether the save or the upload said so.
   The words come from the server; <template id="field-error"> has the look. */
(() => {
  "use strict";
  const fieldOf = (control) => control.closest(".field");

  function clear(control) {
    const field = fieldOf(control);
    if (!field) return;
    field.querySelectorAll(":scope > .field__error").forEach((note) => note.remove());
    field.classList.remove("field--error");
    control.removeAttribute("aria-invalid");
    const rest = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== control.id + "-error");
    if (rest.length) control.setAttribute("aria-describedby", rest.join(" ")); else control.removeAttribute("aria-describedby");
  }

  function mark(control, text) {
    const field = fieldOf(control);
    if (!field) return;
    clear(control);
    const note = document.getElementById("field-error").content.firstElementChild.cloneNode(true);
    note.id = control.id + "-error";
    note.querySelector("span").textContent = text;
    field.insertBefore(note, field.querySelector(":scope > .input, :scope > .choices"));
    field.classList.add("field--error");
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
  }

  let marked = new Set();
  function showWrong() {
    const wrong = [...document.querySelectorAll("[data-unsaved-form] [data-wrong]")];
    const now = new Map(wrong.map((one) => [document.getElementById(one.dataset.wrong), one.textContent]).filter(([control]) => control));
    marked.forEach((control) => { if (!now.has(control)) clear(control); });
    now.forEach((text, control) => mark(control, text));
    marked = new Set(now.keys());
  }

  /* A number stands as it was read (1.234 is 1,234), so that nobody takes it for another. Not while somebody is in the field. */
  function showRead() {
    for (const one of document.querySelectorAll("[data-unsaved-form] [data-read]")) {
      const control = document.getElementById(one.dataset.read);
      if (!control || control.value !== one.dataset.typed) continue;
      const show = () => { if (control.value === one.dataset.typed) control.value = one.value; };
      if (control === document.activeElement) control.addEventListener("blur", show, { once: true }); else show();
    }
  }

  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement?.matches?.("form[data-autosave]") && ctx.response?.status === 200) { showWrong(); showRead(); }
  });

  window.jippFields = Object.freeze({ clear, mark });
})();
