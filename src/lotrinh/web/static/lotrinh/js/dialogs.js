// <button data-dialog="id"> opens the <dialog id>, [data-close] closes what its selector names around it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  const closed = closer?.closest(closer.dataset.close);
  if (closed instanceof HTMLDialogElement) closed.close();
  else closed?.remove();
});

// A click on the shade around a dialog closes it.
document.addEventListener("mousedown", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return;
  const box = dialog.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});

// A form that came back with errors says so at once.
const focusErrors = (root) => root.querySelector?.("[data-focus]")?.focus({ preventScroll: false });
focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
