// Words that were restored: from one to the next, what the file had there, and back to it.
import { pageOf } from "./review-places.js";

const source = document.getElementById("source");
const form = document.getElementById("words");
const now = document.getElementById("word-now");
const button = document.getElementById("word-return");
const doubt = document.getElementById("words-doubt");
const items = document.getElementById("items");

const placed = (start) => source.querySelectorAll(`.w[data-w="${start}"]`);

function choose(word, { scroll = true } = {}) {
  for (const old of source.querySelectorAll(".w.is-chosen")) old.classList.remove("is-chosen");
  const { w: start, e: end, r: read, c: sure } = word.dataset;
  const pieces = [...placed(start)];
  for (const piece of pieces) piece.classList.add("is-chosen");
  form.elements.start.value = start;
  form.elements.end.value = end;
  tell(pieces.map((piece) => piece.textContent).join(""), read, sure, word.classList.contains("is-returned"));
  if (!scroll) return;
  // On a narrow screen the word is looked at in the text, unless the page is.
  const panes = document.getElementById("pane-source");
  if (getComputedStyle(source).display === "none" && !document.getElementById("pane-page")?.checked) panes.checked = true;
  const box = word.getBoundingClientRect();
  const view = source.getBoundingClientRect();
  if (source.scrollHeight <= source.clientHeight + 1) word.scrollIntoView({ block: "center" });
  else if (box.top < view.top + 8 || box.bottom > view.bottom - 40) source.scrollTop += box.top - view.top - view.height * 0.35;
  const detail = { start: Number(start), end: Number(end), page: pageOf(word) };
  document.dispatchEvent(new CustomEvent("review:word", { detail }));
}

/** An element with words of the document, which are Vietnamese whatever the language of the page. */
function said(name, text) {
  const element = document.createElement(name);
  element.lang = "vi";
  element.textContent = text;
  return element;
}

function tell(word, read, sure, returned) {
  if (returned) now.replaceChildren(`${now.dataset.returned} `, said("b", read));
  else now.replaceChildren(said("b", word), ` – ${now.dataset.label} `, said("span", read), ` · ${sure}%`);
  if (!button) return;
  // Who pressed it by key goes on with the next word.
  if (returned && document.activeElement === button) form.querySelector('[data-word="1"]').focus();
  button.hidden = returned;
}

function move(step) {
  const wanted = doubt?.checked ? ".w--doubt" : ".w";
  const all = [...source.querySelectorAll(wanted)];
  if (!all.length) return;
  const at = form.elements.start.value === "" ? (step > 0 ? -1 : Infinity) : Number(form.elements.start.value);
  const there = (one) => Number(one.dataset.w);
  const next = step > 0 ? all.find((one) => there(one) > at) ?? all[0] : all.findLast((one) => there(one) < at) ?? all.at(-1);
  choose(next);
}

form.addEventListener("click", (event) => {
  const step = event.target.closest("[data-word]");
  if (step) move(Number(step.dataset.word));
});

// What is open stays open.
form.addEventListener("submit", () => {
  form.elements.next.value = items.querySelector(".it__body")?.dataset.body ?? "";
}, true);

source.addEventListener("click", (event) => {
  const word = event.target.closest(".w");
  if (word && document.getSelection().isCollapsed) choose(word, { scroll: false });
});

document.addEventListener("review:key", (event) => {
  if (event.detail.key === "n") move(1);
  if (event.detail.key === "N") move(-1);
});

document.addEventListener("review:patched", (event) => {
  const { returned } = event.detail;
  if (returned === undefined) return;
  const starts = new Set(returned.split(" "));
  for (const word of source.querySelectorAll(".w.is-returned")) {
    if (!starts.has(word.dataset.w)) word.classList.remove("is-returned");
  }
  for (const start of starts) for (const word of start ? placed(start) : []) word.classList.add("is-returned");
  const chosen = form.elements.start.value;
  if (chosen !== "" && placed(chosen).length) choose(placed(chosen)[0], { scroll: false });
});
