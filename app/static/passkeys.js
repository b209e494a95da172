/* Passkeys: asks the server for the options, the browser for the credential, and sends it with the form.
   The forms are hidden until it is known that the browser can do it. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

  /* As PublicKeyCredential.parse…FromJSON and toJSON do in newer browsers. */
  function read(options) {
    const made = { ...options, challenge: toBytes(options.challenge) };
    if (options.user) made.user = { ...options.user, id: toBytes(options.user.id) };
    if (options.excludeCredentials) made.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) made.allowCredentials = known(options.allowCredentials);
    return made;
  }

  function write(credential) {
    const { response } = credential;
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const said = Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]));
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response: said, clientExtensionResults: {} });
  }

  async function ask(form) {
    const token = form.elements.csrf_token?.value;
    const answer = await fetch(form.dataset.options, { method: "POST", headers: token ? { "X-CSRF-Token": token } : {} });
    if (!answer.ok) throw new Error("no options");
    const publicKey = read(await answer.json());
    return form.dataset.passkey === "create" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
  }

  async function onSubmit(event) {
    const form = event.currentTarget;
    event.preventDefault();
    const [button, error] = [form.querySelector("button"), form.querySelector("[data-passkey-error]")];
    error.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = write(await ask(form));
      form.submit();
    } catch { // given up by the person, timed out, or refused by the device
      error.hidden = false;
      button.disabled = false;
      button.focus();
    }
  }

  function prepare() {
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.hidden = false;
      form.addEventListener("submit", onSubmit);
    }
    document.querySelector("[data-passkey-none]")?.remove();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", prepare);
  else prepare();
})();
