// Selecting words of the source offers to add them as an item. Places count code points of the text, as the server does.
const source = document.getElementById("source");
const form = document.getElementById("adding");
const length = (text) => Array.from(text).length;

function placeOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const holder = element?.closest("[data-s]");
  if (!holder || !source.contains(holder)) return null;
  const before = document.createRange();
  before.selectNodeContents(holder);
  before.setEnd(node, offset);
  return Number(holder.dataset.s) + length(before.toString());
}

function show() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !source.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return;
  form.elements.start.value = start;
  form.elements.end.value = end;
  form.hidden = false;
}

source.addEventListener("mouseup", () => setTimeout(show));
source.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") show();
});
source.addEventListener("touchend", () => setTimeout(show, 300));
const close = () => {
  form.hidden = true;
};
form.querySelector("[data-add-close]").addEventListener("click", close);
form.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
