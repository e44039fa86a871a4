// Comparing by keyboard: in the row that has the focus, a key presses the button that names it. Moving about (j, k, x, /)
// is the list's. After a decision the address names the row to go on with, and the browser gives it the focus. Without
// this the buttons do the same.

const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
const ALL = document.querySelector("[data-coverage]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const row = event.target.closest("[data-row]") ?? (ALL ? null : document);
  const button =
    event.key === "u"
      ? document.querySelector("[data-undo]")
      : /^[abns]$/.test(event.key) && row?.querySelector(`[data-key="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
