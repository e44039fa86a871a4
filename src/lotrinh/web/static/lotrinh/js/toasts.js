// Notices that belong to no place of the page.
const box = () => document.getElementById("toasts");

/** Shows the notice of <template id="toast-…">; `retry` is called by its button. The same notice is shown once. */
export function show(id, retry) {
  const template = document.getElementById(id);
  if (!template) return;
  box().querySelector(`[data-toast="${id}"]`)?.remove();
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.dataset.toast = id;
  const button = notice.querySelector("[data-retry]");
  if (retry) {
    button?.addEventListener("click", () => {
      notice.remove();
      retry();
    });
  } else {
    button?.remove();
  }
  box().append(notice);
}
