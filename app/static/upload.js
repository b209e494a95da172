/* Uploads with their progress, over what works without: a form that posts its file. fetch() cannot tell how much
   has left, so the file goes by XMLHttpRequest; the answer is swapped by htmx as every other. */
(() => {
  "use strict";
  const part = (form, name) => form.querySelector(`[data-upload-${name}]`);

  function show(form, state, share = 0) {
    const place = part(form, "state");
    place.hidden = false;
    part(form, "progress").value = share;
    part(form, "progress").hidden = state !== "sending";
    part(form, "cancel").hidden = state !== "sending";
    part(form, "text").textContent = place.dataset[state].replace("{n}", Math.round(share * 100));
    for (const button of form.querySelectorAll('button[type="submit"]')) button.disabled = state === "sending";
  }

  function answered(form, request) {
    const { status, responseText } = request;
    if (status === 401 || status >= 500) return show(form, status === 401 ? "signin" : "failed");
    if (status === 413 || !responseText.includes('id="documents"')) return show(form, status === 413 ? "large" : "failed");
    window.htmx.swap({ sourceElement: form, target: "#documents", swap: "outerHTML", text: responseText });
  }

  function send(form) {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && show(form, "sending", event.loaded / event.total));
    request.addEventListener("load", () => answered(form, request));
    request.addEventListener("error", () => show(form, "network"));
    request.addEventListener("abort", () => show(form, "cancelled"));
    part(form, "cancel").onclick = () => request.abort();
    show(form, "sending");
    request.send(new FormData(form));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-upload]") || event.defaultPrevented) return;
    event.preventDefault();
    const file = form.elements.file.files[0];
    if (file && file.size > Number(form.dataset.upload)) return show(form, "large");
    send(form);
  });
})();
