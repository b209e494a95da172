/* Several proposals sent in together: how many are ticked, and whether the slots are enough, while they are ticked.
   Without this the server says so, and sends none. */
(() => {
  "use strict";
  const fill = (text, values) => Object.entries(values).reduce((found, [name, value]) => found.replace(`{${name}}`, value), text);

  function count(form) {
    const picked = [...form.querySelectorAll('input[name="pick"]:checked')];
    let isOver = false;
    for (const line of form.querySelectorAll("[data-tally]")) {
      const n = picked.filter((box) => box.dataset.pool === line.dataset.tally).length;
      const free = Number(line.dataset.free);
      const state = n > free ? "over" : "fits";
      isOver ||= n > free;
      line.dataset.state = state;
      line.querySelector("[data-tally-text]").textContent = fill(line.dataset[state], { n, free, more: n - free });
    }
    for (const button of form.querySelectorAll("[data-bulk-send]")) {
      button.disabled = isOver || !picked.length;
      button.dataset.confirmLabel = fill(button.dataset.bulkSend, { n: picked.length });
    }
  }

  const each = (deed) => document.querySelectorAll("form[data-bulk]").forEach(deed);
  document.addEventListener("change", (event) => { const form = event.target.closest("form[data-bulk]"); if (form) count(form); });
  document.addEventListener("DOMContentLoaded", () => each(count));
  window.addEventListener("pageshow", () => each(count));
})();
