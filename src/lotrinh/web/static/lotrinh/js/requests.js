// What happens when htmx gets no good answer: the sentence of the server, a lost line, an ended session, an old token.
// Nothing on the page is replaced, so that what was typed stays.
import { show } from "./toasts.js";

const box = document.getElementById("toasts");
const signIn = new URL(box.dataset.signIn, location.href).pathname;

/** Puts the token of the present session into every form and every later request: it changes with each sign-in. */
async function renew() {
  const answer = await fetch(box.dataset.session, { headers: { Accept: "application/json" } });
  const { token, signed_in: signedIn } = await answer.json();
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = token;
  return signedIn;
}

/** A function that sends the request of `detail` once more, for the person who is signed in by then. */
function again(detail) {
  const { elt, requestConfig } = detail;
  return async () => {
    let signedIn;
    try {
      signedIn = await renew();
    } catch {
      show("toast-network", again(detail));
      return;
    }
    if (!signedIn && location.pathname !== signIn) {
      show("toast-session", again(detail));
      return;
    }
    const { verb, path, triggeringEvent, target } = requestConfig;
    window.htmx.ajax(verb.toUpperCase(), path, { source: elt, event: triggeringEvent, target });
  };
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname === signIn && location.pathname !== signIn) {
    event.detail.shouldSwap = false;
    show("toast-session", again(event.detail));
    return;
  }
  // The server names another place only for what it wants shown: the notice of a problem.
  if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.getResponseHeader("HX-Retarget")) return;
  // A token is renewed once; a server that refuses the new one as well is not asked for ever.
  if (xhr.getResponseHeader("X-Token") === "old" && !event.detail.elt.dataset.renewed) {
    event.detail.elt.dataset.renewed = "1";
    again(event.detail)();
  } else if (xhr.status === 401) show("toast-session", again(event.detail));
  else show("toast-server", again(event.detail));
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) delete event.detail.elt.dataset?.renewed;
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => show("toast-network", again(event.detail)));
}
