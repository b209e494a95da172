/* The score sheet: a mark that was not saved is marked where it stands. */
(() => {
  "use strict";
  const form = document.getElementById("scores");
  const pattern = document.getElementById("mark-refused");
  if (!form || !pattern) return;
  /* ── The server says what it could not save (evaluations/unsaved.html); the words are its own ── */
  function unmark(field) {
    document.getElementById(field.id + "-error")?.remove();
    field.removeAttribute("aria-invalid");
    describe(field, (ids) => ids.filter((id) => id !== field.id + "-error"));
  }

  function mark(field, words) {
    unmark(field);
    const error = pattern.content.firstElementChild.cloneNode(true);
    error.id = field.id + "-error";
    error.querySelector("span:last-child").textContent = words;
    (field.closest(".score-row__input") ?? field).after(error);
    field.setAttribute("aria-invalid", "true");
    describe(field, (ids) => [...ids, error.id]);
  }

  function describe(field, change) {
    const ids = change((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
  }

  document.addEventListener("htmx:after:swap", () => {
    const refused = new Map([...document.querySelectorAll("[data-unsaved]")].map((link) => [link.dataset.unsaved, link.nextElementSibling.textContent]));
    for (const field of form.querySelectorAll('[aria-invalid="true"]')) if (!refused.has(field.id)) unmark(field);
    for (const [id, words] of refused) { const field = document.getElementById(id); if (field) mark(field, words); }
  });
})();
