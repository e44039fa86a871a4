// A button with `data-copy="id"` puts what that field holds into the clipboard and says so with its `data-done`.
// Where the browser gives no clipboard (plain http) the field is selected instead: Ctrl+C does the rest.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  } catch {
    // selected: the person copies it
  }
});
for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
