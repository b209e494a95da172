/* JIPP: small enhancements over pages that work without JavaScript.
   Every text shown comes from the page (data attributes, templates), so it is translated by the server. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const on = (name, deed, options) => document.addEventListener(name, deed, options);
  root.classList.add("js");

  /* ── Words: the same rule as the server's (maximal runs outside this class) ── */
  const WORD = /[^\t\n\v\f\r \u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
  const countWords = (text) => (text.match(WORD) || []).length;

  function showWordsLeft(area) {
    const out = document.getElementById(area.dataset.counter);
    if (!out) return;
    const max = Number(area.dataset.maxWords);
    const left = max - countWords(area.value);
    const state = left < 0 ? "over" : left <= max / 10 ? "near" : "left";
    const text = (left < 0 ? out.dataset.over : out.dataset.left).replace("{n}", Math.abs(left));
    if (state === "over" && out.dataset.state !== "over") announce(text);
    out.dataset.state = state;
    out.textContent = text;
  }

  function announce(text) {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  }

  function showError(kind) {
    const place = document.getElementById("flashes");
    const template = document.getElementById("notice-" + kind);
    if (!place || !template || place.querySelector(`[data-notice="${kind}"]`)) return;
    place.append(template.content.cloneNode(true));
  }

  const isAutosave = (node) => Boolean(node?.matches?.("form[data-autosave]")); // autosave.js

  /* ── Double submit guard ── */
  const submitButtons = (form) => [...form.elements].filter((control) => control.type === "submit");

  function setBusy(buttons, busy, pressed) {
    for (const button of buttons) {
      if (busy && button.disabled) continue;
      if (!busy && button.dataset.guarded === undefined) continue;
      button.disabled = busy;
      if (busy) button.dataset.guarded = ""; else delete button.dataset.guarded;
      if (busy && (!pressed || button === pressed)) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  }

  const buttonsFor = (node) => (node.matches("form") ? submitButtons(node) : node.matches("button, input[type=submit]") ? [node] : []);

  on("submit", (event) => {
    const form = event.target;
    setTimeout(() => { // after the browser has read the form; a disabled submitter would lose its value
      const posts = form.getAttribute("method")?.toLowerCase() === "post" && form.getAttribute("target") !== "_blank";
      if (event.defaultPrevented || !posts || form.matches("[data-repeatable]")) return;
      setBusy(submitButtons(form), true, event.submitter);
    }, 0);
  }, true);

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form").forEach((form) => setBusy(submitButtons(form), false));
  });

  /* ── htmx events ── */
  on("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    if (!isAutosave(ctx.sourceElement) && ctx.request.method !== "GET") setBusy(buttonsFor(ctx.sourceElement), true, ctx.request.submitter);
  });
  on("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    if (isAutosave(ctx.sourceElement)) return;
    if (!ctx.keepIndicators) setBusy(buttonsFor(ctx.sourceElement), false);
    const status = ctx.response?.status ?? 0;
    if (status === 401) showError("signin");
    else if (status === 507) showError("storage");
    else if (status >= 500) showError("server");
    else if (!status && String(ctx.status).startsWith("error") && !String(ctx.status).includes("AbortError")) showError("network");
  });
  on("htmx:after:swap", () => focusWanted("[data-focus], [autofocus]"));

  function focusWanted(selector) {
    const fresh = all(selector).filter((node) => node.dataset.focused === undefined);
    fresh.forEach((node) => { node.dataset.focused = ""; }); // never twice: typing must not lose the caret
    const [wanted] = fresh;
    if (!wanted) return;
    wanted.focus();
    if (document.activeElement !== wanted) { wanted.tabIndex = -1; wanted.focus(); }
  }

  /* ── Typing: counters, paired slider and number ── */
  function showOnSlider(node) {
    all(`[data-mirror="${CSS.escape(node.id)}"]`).forEach((slider) => { slider.value = node.value.replace(",", ".") || 0; });
  }
  on("input", (event) => {
    const node = event.target;
    if (node.matches("textarea[data-max-words]")) showWordsLeft(node);
    if (node.dataset.mirror) document.getElementById(node.dataset.mirror).value = node.value;
    else if (node.id) showOnSlider(node);
  });
  on("jipp:restored", (event) => {
    all("textarea[data-max-words]", event.target).forEach(showWordsLeft);
    all("[data-mirror]", event.target).forEach((slider) => showOnSlider(document.getElementById(slider.dataset.mirror)));
  });
  on("change", (event) => {
    const name = event.target.dataset.checkAll;
    if (name) all(`input[type="checkbox"][name="${CSS.escape(name)}"]:not(:disabled)`).forEach((box) => { box.checked = event.target.checked; });
  });

  /* ── Clicks: confirmation, menus ── */
  function ask(control) {
    const dialog = document.getElementById("confirm-dialog");
    if (!dialog?.showModal) return Promise.resolve(window.confirm(control.dataset.confirm));
    const question = document.getElementById(control.dataset.confirmFrom)?.textContent || control.dataset.confirm; // a save may have changed it
    dialog.querySelector("[data-confirm-text]").textContent = question;
    const yes = dialog.querySelector('[value="yes"]');
    yes.textContent = control.dataset.confirmLabel || yes.dataset.label;
    yes.classList.toggle("button--danger", control.dataset.confirmKind === "danger");
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
  }

  let confirmed = null;
  on("click", async (event) => {
    const control = event.target.closest?.("[data-confirm]");
    if (!control || control === confirmed) { confirmed = null; return; }
    if (control.form && !control.formNoValidate && !control.form.noValidate && control.type === "submit" && !control.form.checkValidity()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(control)) {
      if (control.dataset.confirmValue) control.value = control.dataset.confirmValue;
      confirmed = control;
      control.click();
    }
    else control.focus();
  }, true);

  on("click", (event) => {
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.menu[open]").forEach((menu) => {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  });

  /* ── Start: now for what the parser has given, again for what htmx brings ── */
  function prepare(scope) {
    all("textarea[data-max-words]", scope).forEach(showWordsLeft);
  }
  function showCurrentTab(tab) { // on a narrow screen the strip of tabs scrolls, and the current one may be outside
    const strip = tab.closest(".tabs");
    const [place, room] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += place.left + place.width / 2 - room.left - room.width / 2;
  }
  on("DOMContentLoaded", () => {
    prepare(document);
    all(".tabs [aria-current]").forEach(showCurrentTab);
    focusWanted("[data-focus]");
    all("[autofocus]").forEach((node) => { node.dataset.focused = ""; }); // the browser has done these
  });
  on("htmx:after:swap", () => prepare(document));

  window.jipp = Object.freeze({ countWords });
})();
