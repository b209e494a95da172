/* The only place where text becomes markup: htmx may do it with the server's answers, nobody else, and nobody makes a
   script of a text. Browsers that know Trusted Types hold everybody to it (Content-Security-Policy, app/http/headers.py). */
(() => {
  "use strict";
  const never = () => { throw new TypeError("JIPP makes no script of a text"); };
  const rules = { createHTML: (text) => text };
  const policy = window.trustedTypes?.createPolicy("jipp", rules) ?? rules;
  const init = (api) => api.initSecurity({ createHTML: (text) => policy.createHTML(text), createScript: never }, never, never);
  window.htmx.registerExtension("jipp-trusted", { init });
})();
