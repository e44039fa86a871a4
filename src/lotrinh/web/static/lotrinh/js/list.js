// Lists: keys j k x Enter /, choosing rows, and how many are chosen. Without it the boxes and links do the same.

const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

function rowsOf(list) {
  return [...list.querySelectorAll("[data-row]")];
}

function move(list, step) {
  const rows = rowsOf(list);
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  const link = next.querySelector("[data-open]");
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function count(list) {
  const boxes = [...list.querySelectorAll("[data-choose]")];
  const everything = list.querySelector("[data-choose-everything]");
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("[data-row]").classList.toggle("is-selected", box.checked);
  const page = list.querySelector("[data-choose-page]");
  if (page) {
    page.checked = boxes.length > 0 && chosen.length === boxes.length;
    page.indeterminate = chosen.length > 0 && !page.checked;
  }
  const bar = list.querySelector("[data-bulk]");
  if (!bar) return;
  const all = Boolean(everything?.checked);
  const words = bar.querySelector("[data-chosen-count]");
  words.textContent = all || !chosen.length ? "" : `${words.dataset.one} ${chosen.length}`;
  bar.classList.toggle("is-idle", !all && !chosen.length);
  for (const button of bar.querySelectorAll("button")) button.disabled = !all && !chosen.length;
}

function toggle(list) {
  const box = document.activeElement?.closest("[data-row]")?.querySelector("[data-choose]");
  if (!box) return;
  box.checked = !box.checked;
  count(list);
}

const KEYS = {
  j: (list) => move(list, 1),
  k: (list) => move(list, -1),
  x: toggle,
  "/": (list) => list.querySelector("[data-search]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const list = event.target.closest("[data-list]") ?? document.querySelector("[data-list]");
  const act = KEYS[event.key];
  if (!list || !act) return;
  event.preventDefault();
  act(list);
});

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-list]");
  if (!list) return;
  if (event.target.matches("[data-choose-page]")) {
    for (const box of list.querySelectorAll("[data-choose]")) box.checked = event.target.checked;
  }
  if (event.target.matches("[data-choose], [data-choose-page], [data-choose-everything]")) count(list);
});

// On a phone the filters stand behind a button until they are asked for.
if (window.matchMedia("(max-width: 699px)").matches) {
  for (const more of document.querySelectorAll("[data-filters]")) {
    if (!more.querySelector(".field__error")) more.open = false;
  }
}

// A row of tabs that is wider than the screen shows the present one.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

const countAll = () => document.querySelectorAll("[data-list]").forEach(count);
document.addEventListener("htmx:afterSettle", countAll);
window.addEventListener("pageshow", countAll);
countAll();
