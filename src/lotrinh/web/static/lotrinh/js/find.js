// The key / leads to the box of the page, else to that in the bar. A list has its own box and its own key (list.js).

const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
const visible = (box) => box.getClientRects().length > 0;

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("[data-list] [data-search]")) return;
  const boxes = [...document.querySelectorAll("main [data-find], [data-find]")].filter(visible);
  const box = boxes.find((one) => one.closest("main")) ?? boxes[0];
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
