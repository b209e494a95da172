/* Autosave: htmx sends; this keeps the order, the state shown and the text (docs/design.md has the contract). */
(() => {
  "use strict";
  const kept = window.jippKept;
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
  const on = (name, deed, options) => document.addEventListener(name, deed, options);
  const NOT_KEPT = new Set(["csrf_token", "once", "version", "editor", "seconds", "_method"]);
  const LONGEST_WAIT = 10000; // ms of steady typing before a save is forced
  const PATIENCE = 8000; // ms that a link waits for the save before it
  const records = new Map(); // form -> record

  const nameOf = (form) => form.getAttribute("action");
  const versionOf = (form) => form.querySelector('input[name="version"]')?.value ?? "";
  const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name) && form.elements[name]?.type !== "password");
  const plain = (value) => value.replace(/\s+/g, " ").trim().replace(/^(\d+)[.,](\d+)$/, "$1,$2"); // 87.5 is 87,5
  const digest = (fields) => JSON.stringify(fields.map(([name, value]) => [name, plain(value)]));
  const byName = (fields) => fields.reduce((found, [name, value]) => found.set(name, [...(found.get(name) ?? []), value]), new Map());
  const save = (form) => form.isConnected && window.htmx?.trigger(form, "jipp:save");
  const dirty = (record) => record.revision !== record.savedRevision;
  const autosaveForm = (node) => (node?.matches?.("form[data-autosave]") ? node : null);
  const openForms = (test) => [...records].filter(([form, record]) => form.isConnected && test(record));

  function recordOf(form) {
    if (!records.has(form)) records.set(form, { revision: 0, savedRevision: 0, sent: 0, failures: 0, adopted: [], view: form.elements.editor?.value || Math.random().toString(36).slice(2) });
    return records.get(form);
  }

  /* The names whose values differ between two lists of fields. */
  function changedSince(base, fields) {
    const [before, after] = [byName(base), byName(fields)];
    const differs = (name) => digest((before.get(name) ?? []).map((value) => [name, value])) !== digest((after.get(name) ?? []).map((value) => [name, value]));
    return [...new Set([...before.keys(), ...after.keys()])].filter(differs);
  }

  function showSaveState(form, state, text) {
    const count = changedSince(recordOf(form).base ?? [], fieldsOf(form)).length;
    for (const place of all(`[data-save-form="${form.id}"]`)) {
      place.dataset.saveState = state;
      const label = place.querySelector("[data-save-text]");
      const words = place.dataset["text" + text[0].toUpperCase() + text.slice(1)]?.replace("{n}", count);
      if (label && words && label.textContent !== words) label.textContent = words;
      for (const help of all("[data-save-help]", place)) help.hidden = help.dataset.saveHelp !== text;
    }
  }

  function keepBackup(form, more = {}) {
    const record = recordOf(form);
    const [base, fields] = [record.base ?? [], fieldsOf(form)];
    if (changedSince(base, fields).length) kept.keep(nameOf(form), record.view, { version: versionOf(form), base, sent: record.sentFields, fields, ...more });
    else if (!record.inFlight) kept.drop(nameOf(form), record.view);
  }

  function dropBackup(form) {
    const record = recordOf(form);
    kept.drop(nameOf(form), record.view);
    record.adopted.splice(0).forEach(kept.dropKey);
  }

  function restore(form, { key, fields }, changed) {
    const values = byName(fields);
    for (const control of form.elements) {
      if (!changed.includes(control.name) || NOT_KEPT.has(control.name) || ["submit", "button", "file", "password", "hidden"].includes(control.type)) continue;
      const own = values.get(control.name) ?? [];
      if (control.type === "checkbox" || control.type === "radio") control.checked = own.includes(control.value);
      else if (control.multiple && control.options) for (const option of control.options) option.selected = own.includes(option.value);
      else if (own.length) control.value = own.shift();
      else continue;
      control.closest("details")?.setAttribute("open", "");
    }
    recordOf(form).adopted.push(key);
    form.dispatchEvent(new CustomEvent("jipp:restored", { bubbles: true }));
    onInput(form);
    showSaveState(form, "dirty", "restored");
    setTimeout(() => save(form), 800); // htmx may not listen yet
  }

  /* What another view of this form, or this one before it was closed, could not send. It comes back by itself where the
     server has what it had then; what was changed in both places is shown, and the writer decides. */
  function offerBackup(form) {
    const now = fieldsOf(form);
    for (const backup of kept.others(nameOf(form), recordOf(form).view)) {
      const changed = changedSince(backup.base ?? [], backup.fields ?? []);
      const differing = changed.filter((name) => changedSince(now, backup.fields).includes(name));
      const isSent = backup.submitted && backup.version !== versionOf(form);
      if (!differing.length || isSent) { kept.dropKey(backup.key); continue; }
      const elsewhere = changedSince(backup.base, now).filter((name) => !backup.sent || changedSince(backup.sent, now).includes(name));
      if (!differing.some((name) => elsewhere.includes(name))) return restore(form, backup, differing);
      recordOf(form).offered = { backup, differing };
      showBoth(form, backup, differing, now);
      return showSaveState(form, "failed", "older");
    }
  }

  const titleOf = (form, name) => {
    const control = [form.elements[name]].flat()[0] ?? form.elements[name]?.[0];
    const label = control?.labels?.[0] ?? control?.[0]?.closest("fieldset")?.querySelector("legend");
    return (label?.textContent ?? name).replace(/\s+/g, " ").trim();
  };
  const told = (fields, name) => (byName(fields).get(name) ?? []).filter(Boolean).join(", ") || "–";

  function showBoth(form, backup, differing, now) {
    const panel = form.querySelector("[data-kept]");
    const pattern = panel?.querySelector("template");
    if (!pattern) return;
    const moment = new Date(backup.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Jakarta" });
    panel.querySelector("[data-kept-at]").textContent = `${moment} WIB`;
    panel.querySelector("[data-kept-rows]").replaceChildren(...differing.map((name) => {
      const row = pattern.content.firstElementChild.cloneNode(true);
      row.querySelector("[data-kept-name]").textContent = titleOf(form, name);
      row.querySelector("[data-kept-here]").textContent = told(backup.fields, name);
      row.querySelector("[data-kept-there]").textContent = told(now, name);
      return row;
    }));
    panel.hidden = false;
  }

  function decide(form, isOwn) {
    const { backup, differing } = recordOf(form).offered;
    form.querySelector("[data-kept]").hidden = true;
    recordOf(form).offered = null;
    if (isOwn) return restore(form, backup, differing);
    kept.dropKey(backup.key);
    showSaveState(form, "saved", "saved");
    offerBackup(form);
  }

  function retryLater(form, record) {
    clearTimeout(record.timer);
    record.timer = setTimeout(() => save(form), Math.min(60, 2 ** ++record.failures) * 1000);
  }

  /* The fields that a save left out because the server refused them; its answer names them. */
  const refusedBy = (form) => new Set(all(`[data-unsaved-form="${form.id}"] [data-unsaved]`).flatMap((one) => one.dataset.unsaved.split(" ")));

  /* What the server has now: what was sent, and of refused fields what it had before. */
  function takeAsSaved(record, refused) {
    const kept = (record.base ?? []).filter(([name]) => refused.has(name));
    record.base = [...record.sentFields.filter(([name]) => !refused.has(name)), ...kept];
    record.failures = 0;
    if (!refused.size) record.savedRevision = record.sent;
    else record.since = null;
  }

  function afterSave(form, status) {
    const record = recordOf(form);
    const isTaken = status >= 200 && status < 300;
    const refused = isTaken ? refusedBy(form) : new Set();
    record.inFlight = false;
    if (isTaken) {
      takeAsSaved(record, refused);
      if (refused.size) { keepBackup(form); showSaveState(form, "failed", "invalid"); }
      else if (dirty(record)) { keepBackup(form); showSaveState(form, "dirty", "dirty"); }
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
    const failed = !isTaken || refused.size > 0;
    if (failed || !dirty(record)) form.dispatchEvent(new CustomEvent("jipp:settled", { detail: !failed }));
    if (!failed && !dirty(record)) form.dispatchEvent(new CustomEvent("jipp:saved"));
    if (record.waiting) {
      const { submitter } = record.waiting;
      record.waiting = null;
      form.requestSubmit(submitter);
    }
  }

  function onInput(form) {
    const record = recordOf(form);
    record.revision += 1;
    record.since ??= Date.now();
    keepBackup(form);
    const state = all(`[data-save-form="${form.id}"]`)[0]?.dataset.saveState;
    if (!navigator.onLine) showSaveState(form, "failed", "offline");
    else if (state !== "failed" && state !== "saving") showSaveState(form, "dirty", "dirty");
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

  /* Whether everything typed was saved; sends it first. */
  function settled(form) {
    if (!dirty(recordOf(form))) return Promise.resolve(true);
    save(form);
    return new Promise((resolve) => {
      form.addEventListener("jipp:settled", (event) => resolve(event.detail), { once: true });
      setTimeout(() => resolve(false), PATIENCE);
    });
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

  /* Without a network the browser's own page would take this one's place. Some browsers are wrong about it: ask. */
  async function submitOnceReached(form, submitter) {
    const record = recordOf(form);
    keepBackup(form);
    showSaveState(form, "failed", "offline");
    record.reached = Boolean(await fetch("/static/favicon.svg", { method: "HEAD", cache: "no-store" }).catch(() => null));
    if (record.reached) form.requestSubmit(submitter);
    record.reached = false;
  }

  on("submit", (event) => {
    const form = autosaveForm(event.target);
    if (!form) return;
    const record = recordOf(form);
    if (record.inFlight || (!navigator.onLine && !record.reached)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (record.inFlight) record.waiting = { submitter: event.submitter }; // the version is about to change: submit right after
      else submitOnceReached(form, event.submitter);
      return;
    }
    setTimeout(() => { if (!event.defaultPrevented) { record.submitting = true; keepBackup(form, { submitted: true }); } }, 0);
  }, true);
  window.addEventListener("pageshow", (event) => { if (event.persisted) for (const record of records.values()) record.submitting = false; });

  on("htmx:config:request", (event) => {
    const form = autosaveForm(event.detail.ctx.sourceElement);
    if (form && (recordOf(form).submitting || recordOf(form).blocked)) event.preventDefault();
  });
  on("htmx:before:request", (event) => {
    const form = autosaveForm(event.detail.ctx.sourceElement);
    if (form) beforeSave(event, form);
  });
  on("htmx:finally:request", (event) => {
    const { ctx } = event.detail;
    const form = autosaveForm(ctx.sourceElement);
    if (form && !ctx.jippSkipped) afterSave(form, ctx.response?.status ?? 0);
  });
  on("input", ({ target }) => {
    const form = autosaveForm(target) ?? autosaveForm(target.form);
    if (form) onInput(form);
  });

  window.addEventListener("online", () => openForms((r) => dirty(r) && !r.inFlight).forEach(([form]) => save(form)));
  window.addEventListener("offline", () => openForms(dirty).forEach(([form]) => showSaveState(form, "failed", "offline")));
  on("visibilitychange", () => document.hidden && openForms((r) => dirty(r) && !r.inFlight).forEach(([form]) => save(form)));
  window.addEventListener("beforeunload", (event) => {
    if (openForms((r) => dirty(r) && !r.submitting).length) event.preventDefault();
  });

  on("click", async (event) => {
    const form = event.target.closest?.("[data-restore], [data-discard]")?.form; // a button may stand outside its form
    if (form && recordOf(form).offered) decide(form, Boolean(event.target.closest("[data-restore]")));
    const now = event.target.closest?.("[data-save-now]");
    if (now) renewToken().finally(() => save(now.form));
    const link = event.target.closest?.("a[data-after-save]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const waiting = openForms(dirty).map(([open]) => open);
    if (!waiting.length) return;
    event.preventDefault();
    if ((await Promise.all(waiting.map(settled))).every(Boolean)) location.assign(link.href);
  });

  /* Now for what the parser has given, again for what htmx brings. */
  const prepare = () => all("form[data-autosave]").forEach((form) => {
    if (!records.has(form)) { recordOf(form).base = fieldsOf(form); offerBackup(form); }
  });
  on("DOMContentLoaded", prepare);
  on("htmx:after:swap", prepare);
})();
