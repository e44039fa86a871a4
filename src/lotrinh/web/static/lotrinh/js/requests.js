// What happens when htmx gets no good answer: the sentence of the server, a lost line, an ended session.
// Nothing on the page is replaced, so that what was typed stays.
import { show } from "./toasts.js";

const box = document.getElementById("toasts");
const signIn = box ? new URL(box.dataset.signIn, location.href).pathname : "";

/** The token of the present session into every form and every later request: it changes with each sign-in. */
async function renewToken() {
  const answer = await fetch(box.dataset.session, { headers: { Accept: "application/json" } });
  const { token } = await answer.json();
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token;
}

function again(detail) {
  const { elt, requestConfig } = detail;
  return async () => {
    try {
      await renewToken();
    } catch {
      show("toast-network", again(detail));
      return;
    }
    const { verb, path, triggeringEvent } = requestConfig;
    window.htmx.ajax(verb.toUpperCase(), path, {
      source: elt,
      event: triggeringEvent,
      target: requestConfig.target,
    });
  };
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, detail = event.detail } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname === signIn && location.pathname !== signIn) {
    event.detail.shouldSwap = false;
    show("toast-session", again(detail));
    return;
  }
  // The server names another place only for what it wants shown: a notice of a problem.
  if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Retarget")) return;
  if (xhr.status === 401) show("toast-session", again(event.detail));
  else show("toast-server", again(event.detail));
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => show("toast-network", again(event.detail)));
}
