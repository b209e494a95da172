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

  /* ── Autosave: htmx sends; this keeps the order, the state shown and the text ── */
  const PREFIX = "jipp:autosave:";
  const NOT_KEPT = new Set(["csrf_token", "once", "version", "editor", "_method"]);
  const LONGEST_WAIT = 10000; // ms of steady typing before a save is forced
  const records = new Map(); // form -> record

  const keyOf = (form) => PREFIX + form.getAttribute("action");
  const versionOf = (form) => form.querySelector('input[name="version"]')?.value ?? "";
  const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name) && form.elements[name]?.type !== "password");
  const digest = (fields) => JSON.stringify(fields.map(([name, value]) => [name, value.replace(/\s+/g, " ").trim()]));
  const save = (form) => form.isConnected && window.htmx?.trigger(form, "jipp:save");
  const dirty = (record) => record.revision !== record.savedRevision;

  function recordOf(form) {
    if (!records.has(form)) records.set(form, { revision: 0, savedRevision: 0, sent: 0, failures: 0 });
    return records.get(form);
  }

  function showSaveState(form, state, text) {
    for (const place of all(`[data-save-form="${form.id}"]`)) {
      place.dataset.saveState = state;
      const label = place.querySelector("[data-save-text]");
      const words = place.dataset["text" + text[0].toUpperCase() + text.slice(1)];
      if (label && words && label.textContent !== words) label.textContent = words;
      for (const help of all("[data-save-help]", place)) help.hidden = help.dataset.saveHelp !== text;
    }
  }

  const store = (deed) => { try { return deed(sessionStorage); } catch { return null; } }; // full or forbidden: the form still holds the text
  const byName = (fields) => fields.reduce((found, [name, value]) => found.set(name, [...(found.get(name) ?? []), value]), new Map());

  /* The fields that this page changed since the server's answer: only these are restored over somebody else's save. */
  function changedSince(base, fields) {
    const [before, after] = [byName(base), byName(fields)];
    const names = [...new Set([...before.keys(), ...after.keys()])];
    return names.filter((name) => digest((before.get(name) ?? []).map((value) => [name, value])) !== digest((after.get(name) ?? []).map((value) => [name, value])));
  }

  function keepBackup(form, more = {}) {
    const fields = fieldsOf(form);
    const changed = changedSince(recordOf(form).base ?? [], fields);
    store((s) => s.setItem(keyOf(form), JSON.stringify({ version: versionOf(form), fields, changed, ...more })));
  }
  const readBackup = (form) => store((s) => JSON.parse(s.getItem(keyOf(form))));
  const dropBackup = (form) => store((s) => s.removeItem(keyOf(form)));
  const dropAllBackups = () => store((s) => Object.keys(s).filter((key) => key.startsWith(PREFIX)).forEach((key) => s.removeItem(key)));

  function restore(form, { fields, changed = fields.map(([name]) => name) }) {
    const values = byName(fields);
    for (const control of form.elements) {
      if (!changed.includes(control.name) || NOT_KEPT.has(control.name) || ["submit", "button", "file", "password", "hidden"].includes(control.type)) continue;
      const kept = values.get(control.name) ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = kept.includes(control.value);
      else if (control.multiple && control.options) for (const option of control.options) option.selected = kept.includes(option.value);
      else if (kept.length) control.value = kept.shift();
    }
    all("textarea[data-max-words]", form).forEach(showWordsLeft);
    onAutosaveInput(form);
    showSaveState(form, "dirty", "restored");
    setTimeout(() => save(form), 800); // htmx may not listen yet
  }

  function offerBackup(form) {
    const backup = readBackup(form);
    if (!backup) return;
    if (digest(backup.fields) === digest(fieldsOf(form))) return dropBackup(form);
    if (backup.version === versionOf(form)) return restore(form, backup);
    if (backup.submitted) return dropBackup(form);
    showSaveState(form, "failed", "older"); // someone else changed the row meanwhile: the writer decides
    recordOf(form).offered = backup;
  }

  function retryLater(form, record) {
    clearTimeout(record.timer);
    record.timer = setTimeout(() => save(form), Math.min(60, 2 ** ++record.failures) * 1000);
  }

  function afterSave(form, status) {
    const record = recordOf(form);
    record.inFlight = false;
    if (status >= 200 && status < 300) {
      record.failures = 0;
      record.savedRevision = record.sent;
      record.base = record.sentFields;
      if (dirty(record)) { keepBackup(form); showSaveState(form, "dirty", "dirty"); }
      else { record.since = null; dropBackup(form); showSaveState(form, "saved", "saved"); }
    } else if (status === 409 || status === 412 || status === 428) {
      record.blocked = true;
      showSaveState(form, "failed", "conflict");
    } else if (status === 401 || status === 403) showSaveState(form, "failed", "signin");
    else if (status >= 400 && status < 500 && status !== 408 && status !== 429) showSaveState(form, "failed", "invalid");
    else {
      showSaveState(form, "failed", status === 507 ? "full" : navigator.onLine && status ? "unsaved" : "offline");
      retryLater(form, record);
    }
    if (record.waiting) {
      const { submitter } = record.waiting;
      record.waiting = null;
      form.requestSubmit(submitter);
    }
  }

  function onAutosaveInput(form) {
    const record = recordOf(form);
    record.revision += 1;
    record.since ??= Date.now();
    keepBackup(form);
    const state = all(`[data-save-form="${form.id}"]`)[0]?.dataset.saveState;
    if (state !== "failed" && state !== "saving") showSaveState(form, "dirty", "dirty");
    if (Date.now() - record.since > LONGEST_WAIT && !record.inFlight) { record.since = Date.now(); save(form); }
  }

  /* The body is read again when the request really leaves: a save that waited in the queue
     would otherwise carry the version and the text of the moment it was queued. */
  function beforeSave(event, form) {
    const { ctx } = event.detail;
    const record = recordOf(form);
    if (!dirty(record) || record.submitting || record.blocked) { ctx.jippSkipped = true; return event.preventDefault(); }
    clearTimeout(record.timer);
    record.inFlight = true;
    record.sent = record.revision;
    record.sentFields = fieldsOf(form);
    ctx.request.body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    showSaveState(form, "saving", "saving");
  }

  /* Signed in again in another tab: this page still holds the token of the session that ended. */
  async function renewToken() {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const [, token] = (await answer.text()).match(/name="csrf_token" value="([^"]+)"/) ?? []; // no text becomes markup here
    if (!token) return;
    for (const field of all('input[name="csrf_token"]')) field.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRF-Token": token }));
  }

  const autosaveForm = (node) => (node?.matches?.("form[data-autosave]") ? node : null);
  const openForms = (test) => [...records].filter(([form, record]) => form.isConnected && test(record));

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
    if (form.matches("[data-sign-out]")) dropAllBackups();
    if (form.matches("[data-autosave]")) {
      const record = recordOf(form);
      if (record.inFlight) { // the version is about to change: submit right after
        event.preventDefault();
        event.stopImmediatePropagation();
        record.waiting = { submitter: event.submitter };
        return;
      }
    }
    setTimeout(() => { // after the browser has read the form; a disabled submitter would lose its value
      const posts = form.getAttribute("method")?.toLowerCase() === "post" && form.getAttribute("target") !== "_blank";
      if (event.defaultPrevented || !posts || form.matches("[data-repeatable]")) return;
      if (form.matches("[data-autosave]")) { recordOf(form).submitting = true; keepBackup(form, { submitted: true }); }
      setBusy(submitButtons(form), true, event.submitter);
    }, 0);
  }, true);

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form").forEach((form) => setBusy(submitButtons(form), false));
    for (const record of records.values()) record.submitting = false;
  });

  /* ── htmx events ── */
  on("htmx:config:request", (event) => {
    const form = autosaveForm(event.detail.ctx.sourceElement);
    if (form && (recordOf(form).submitting || recordOf(form).blocked)) event.preventDefault();
  });
  on("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const form = autosaveForm(ctx.sourceElement);
    if (form) return beforeSave(event, form);
    if (ctx.request.method !== "GET") setBusy(buttonsFor(ctx.sourceElement), true, ctx.request.submitter);
  });
  on("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    const form = autosaveForm(ctx.sourceElement);
    if (form) return ctx.jippSkipped || afterSave(form, ctx.response?.status ?? 0);
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

  /* ── Typing: counters, autosave, paired slider and number ── */
  on("input", (event) => {
    const node = event.target;
    if (node.matches("textarea[data-max-words]")) showWordsLeft(node);
    if (node.dataset.mirror) document.getElementById(node.dataset.mirror).value = node.value;
    else if (node.id) all(`[data-mirror="${CSS.escape(node.id)}"]`).forEach((slider) => { slider.value = node.value.replace(",", ".") || 0; });
    const form = autosaveForm(node) ?? autosaveForm(node.form);
    if (form) onAutosaveInput(form);
  });
  on("change", (event) => {
    const name = event.target.dataset.checkAll;
    if (name) all(`input[type="checkbox"][name="${CSS.escape(name)}"]:not(:disabled)`).forEach((box) => { box.checked = event.target.checked; });
  });

  window.addEventListener("online", () => openForms((r) => dirty(r) && !r.inFlight).forEach(([form]) => save(form)));
  window.addEventListener("offline", () => openForms(dirty).forEach(([form]) => showSaveState(form, "failed", "offline")));
  on("visibilitychange", () => document.hidden && openForms((r) => dirty(r) && !r.inFlight).forEach(([form]) => save(form)));
  window.addEventListener("beforeunload", (event) => {
    if (openForms((r) => dirty(r) && !r.submitting).length) event.preventDefault();
  });

  /* ── Clicks: confirmation, restoring, menus ── */
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
    const again = event.target.closest?.("[data-restore]");
    const form = again && again.form; // a button may stand outside its form
    if (form && recordOf(form).offered) restore(form, recordOf(form).offered);
    const now = event.target.closest?.("[data-save-now]");
    if (now) renewToken().finally(() => save(now.form));
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
    all("form[data-autosave]", scope).forEach((form) => { if (!records.has(form)) { recordOf(form).base = fieldsOf(form); offerBackup(form); } });
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
