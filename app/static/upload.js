/* Uploads with their progress, over what works without: there the file goes with the whole editor, so that no text is
   lost. fetch() cannot tell how much has left, so it goes by XMLHttpRequest; htmx swaps the answer as every other. */
(() => {
  "use strict";
  const part = (place, name) => place.querySelector(`[data-upload-${name}]`);
  const chooser = (place) => place.querySelector('input[type="file"]');
  const { clear, mark } = window.jippFields;

  function show(place, state, share = 0) {
    const line = part(place, "state");
    const isSending = state === "sending";
    line.hidden = !isSending && state !== "cancelled";
    part(place, "progress").value = share;
    part(place, "progress").hidden = part(place, "cancel").hidden = !isSending;
    part(place, "text").textContent = line.dataset[state].replace("{n}", Math.round(share * 100));
    part(place, "send").disabled = isSending;
  }

  /* At the field, as what the server says of a file. */
  function refuse(place, state, size = 0) {
    const line = part(place, "state");
    line.hidden = true;
    part(place, "send").disabled = false;
    const inMegabytes = (Math.ceil((size / 1048576) * 10) / 10).toLocaleString(document.documentElement.lang);
    mark(chooser(place), line.dataset[state].replace("{size}", `${inMegabytes} MB`));
    document.getElementById("live").textContent = line.dataset[state].replace("{size}", `${inMegabytes} MB`);
  }

  function answered(place, request) {
    const { status, responseText } = request;
    if (status === 401) return refuse(place, "signin");
    if (status === 413) return refuse(place, "large", chooser(place).files[0]?.size);
    if (!responseText.includes('id="documents"')) return refuse(place, "failed"); // no words of the server's own
    window.htmx.swap({ sourceElement: place, target: "#documents", swap: "outerHTML", text: responseText });
  }

  function send(place) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf_token", document.querySelector('input[name="csrf_token"]').value);
    body.append("kind", part(place, "send").value);
    body.append("section", place.querySelector("select")?.value ?? "");
    body.append("file", chooser(place).files[0] ?? "");
    request.open("POST", place.dataset.uploadUrl);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && show(place, "sending", event.loaded / event.total));
    request.addEventListener("load", () => answered(place, request));
    request.addEventListener("error", () => refuse(place, "network"));
    request.addEventListener("abort", () => show(place, "cancelled"));
    part(place, "cancel").onclick = () => request.abort();
    clear(chooser(place));
    show(place, "sending");
    request.send(body);
  }

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-upload-send]")?.closest("[data-upload]");
    if (!place) return;
    event.preventDefault();
    const file = chooser(place).files[0];
    if (file && file.size > Number(place.dataset.upload)) return refuse(place, "large", file.size);
    send(place);
  });
  document.addEventListener("change", (event) => {
    const place = event.target.matches('input[type="file"]') && event.target.closest("[data-upload]");
    if (!place) return;
    clear(event.target);
    part(place, "state").hidden = true;
  });

  /* From a section to its evidence: the file will support that section. */
  document.addEventListener("click", (event) => {
    const section = event.target.closest("[data-supports]")?.dataset.supports.replace("sections.", "");
    if (section) document.querySelector('#documents select[name="section-evidence"]').value = section;
  });

  /* With scripts the files are no part of the editor's form: choosing one is no change of the text. */
  const apart = () => document.querySelectorAll("#documents [form]").forEach((control) => control.removeAttribute("form"));
  document.addEventListener("DOMContentLoaded", apart);
  document.addEventListener("htmx:after:swap", apart);
  apart();
})();
