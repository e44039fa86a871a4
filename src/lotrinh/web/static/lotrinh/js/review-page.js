// The page of the file beside the text: it follows the item that is open; a word leads to its place, a place to its words.
import { forgetPlaces, pageOf, rangeOf, wordAt } from "./review-places.js";

const root = document.getElementById("review");
const pane = document.getElementById("page-pane");
const frame = pane.querySelector(".pg__frame");
const sheet = document.getElementById("page-sheet");
const image = document.getElementById("page-image");
const waiting = document.getElementById("page-wait");
const failed = document.getElementById("page-failed");
const toggle = document.getElementById("page-toggle");
const source = document.getElementById("source");
const count = Number(pane.dataset.count);
const KEPT = "lotrinh:review:page";
const WIDTHS = [800, 1200, 1600, 2400];
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
/** CSS pixels to a point at 100 %. */
const FULL = 96 / 72;
const NS = "http://www.w3.org/2000/svg";

let number = Number(pane.dataset.number);
let drawn = image.getAttribute("src");
/** The zoom: 0 fits the width. */
let zoom = 0;
/** How wide the page is at 100 %, in CSS pixels. */
let natural = 0;
/** What is marked: the item that is open, and the words that were chosen. */
let anchor = "";
let chosen = null;
let known = new Map();

const isShown = () => getComputedStyle(pane).display !== "none";

function wordsOf(page) {
  if (!known.has(page)) {
    const asked = fetch(`${pane.dataset.url}${page}/chu/`, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.json() : null))
      .catch(() => null);
    known.set(page, asked);
    asked.then((found) => found ?? known.delete(page));
  }
  return known.get(page);
}

async function draw() {
  if (!isShown()) return;
  const asked = number;
  const turn = (await wordsOf(asked))?.turn ?? 0;
  if (asked !== number) return;
  const wide = (zoom ? sheet.clientWidth : frame.clientWidth) * (window.devicePixelRatio || 1);
  const width = WIDTHS.find((one) => one >= wide) ?? WIDTHS.at(-1);
  const address = `${pane.dataset.url}${number}.jpg?w=${width}&q=${turn}`;
  if (drawn === address) return;
  drawn = address;
  waiting.hidden = false;
  failed.hidden = true;
  sheet.classList.add("is-waiting");
  image.src = address;
  image.alt = image.dataset.alt.replace("{n}", number);
}

function settled() {
  waiting.hidden = true;
  sheet.classList.remove("is-waiting");
}

function lost() {
  if (!drawn) return;
  settled();
  failed.hidden = false;
  drawn = "";
}

image.addEventListener("load", settled);
image.addEventListener("error", lost);
// The first image came with the page: it may be there or lost already.
if (!image.complete) waiting.hidden = false;
else if (!image.naturalWidth) lost();

function boxes(found) {
  sheet.querySelector("svg")?.remove();
  if (!found?.width) return;
  natural = Math.round(found.width * FULL);
  image.setAttribute("width", natural);
  image.setAttribute("height", Math.round(found.height * FULL));
  const layer = document.createElementNS(NS, "svg");
  layer.setAttribute("viewBox", `0 0 ${found.width} ${found.height}`);
  layer.setAttribute("preserveAspectRatio", "none");
  layer.setAttribute("aria-hidden", "true");
  for (const [start, end, x0, top, x1, bottom, items] of found.words) {
    const box = document.createElementNS(NS, "rect");
    for (const [name, value] of [["x", x0], ["y", top], ["width", x1 - x0], ["height", bottom - top]]) {
      box.setAttribute(name, value);
    }
    box.dataset.at = `${start} ${end}`;
    if (items.length) box.dataset.on = items.map((index) => found.items[index]).join(" ");
    layer.append(box);
  }
  sheet.append(layer);
}

const placeOf = (box) => box.dataset.at.split(" ").map(Number);
const covers = (box, { start, end }) => {
  const [first, last] = placeOf(box);
  return first < end && last > start;
};

/** Marks the item and the chosen words; brings them into view. */
function markBoxes({ scroll = true } = {}) {
  let first = null;
  for (const box of sheet.querySelectorAll("rect")) {
    const here = anchor !== "" && (box.dataset.on ?? "").split(" ").includes(anchor);
    const word = chosen !== null && covers(box, chosen);
    box.classList.toggle("is-here", here);
    box.classList.toggle("is-word", word);
    if (word || (here && chosen === null)) first ??= box;
  }
  if (!first || !scroll) return;
  const box = first.getBoundingClientRect();
  const view = frame.getBoundingClientRect();
  if (box.top < view.top + 8 || box.bottom > view.bottom - 24) frame.scrollTop += box.top - view.top - view.height * 0.3;
  if (box.left < view.left || box.right > view.right) frame.scrollLeft += box.left - view.left - view.width * 0.2;
}

async function show(page, options) {
  number = Math.min(Math.max(page, 1), count);
  pane.querySelector("[data-page-number]").textContent = number;
  for (const link of pane.querySelectorAll("[data-page]")) {
    const other = number + Number(link.dataset.page);
    const there = other >= 1 && other <= count;
    link.toggleAttribute("aria-disabled", !there);
    if (there) link.href = `?muc=${anchor}&trang=${other}`;
    else link.removeAttribute("href");
  }
  draw();
  if (!isShown()) return;
  const asked = number;
  const found = await wordsOf(asked);
  if (asked !== number) return;
  if (sheet.dataset.number !== String(asked) || !sheet.querySelector("svg")) {
    sheet.dataset.number = asked;
    boxes(found);
    fit();
  }
  markBoxes(options);
}

/** The first page from `page` on that has what is looked for, else `page` itself. */
async function pageWith(page, has) {
  for (const one of [page, page + 1, page + 2, page - 1]) {
    if (one < 1 || one > count) continue;
    const found = await wordsOf(one);
    if (found?.words.some((word) => has(word, found))) return one;
  }
  return page;
}

let latest = 0;
async function find(page, has) {
  const mine = ++latest;
  const there = isShown() ? await pageWith(page, has) : page;
  if (mine === latest) await show(there);
}

function findItem() {
  const first = source.querySelector(`.m[data-i~="${CSS.escape(anchor)}"]`);
  const page = pageOf(first) || (first ? number : 1);
  return find(page, ([, , , , , , items], found) => items.some((index) => found.items[index] === anchor));
}

function findWords() {
  return find(chosen.page || number, ([start, end]) => start < chosen.end && end > chosen.start);
}

document.addEventListener("review:show", (event) => {
  const again = event.detail.anchor === anchor;
  anchor = event.detail.anchor;
  // The item comes a second time when its form has arrived: what was chosen in it stays.
  if (chosen?.sticky) chosen.sticky = false;
  else if (!again) chosen = null;
  if (chosen) markBoxes({ scroll: false });
  else findItem();
});

/** What a click on the page marked in the text is marked no more. */
const unmark = () => CSS.highlights?.delete("review-word");

document.addEventListener("review:word", (event) => {
  unmark();
  chosen = { ...event.detail, sticky: false };
  findWords();
});

document.addEventListener("review:patched", (event) => {
  if (!event.detail.lines) return;
  // Items were split, joined or added: their words belong to others now.
  forgetPlaces();
  known = new Map();
  sheet.querySelector("svg")?.remove();
  show(number, { scroll: false });
});

source.addEventListener("click", (event) => {
  if (!document.getSelection().isCollapsed || event.target.closest("a, summary")) return;
  const word = wordAt(event);
  if (!word) return;
  unmark();
  const item = event.target.closest("[data-i]")?.dataset.i.split(" ")[0];
  // The item under the word is shown as well; the page goes to the word.
  chosen = { ...word, sticky: Boolean(item) && item !== anchor };
  findWords();
});

/** Shows words of the source and marks them for a while. */
function reveal(start, end) {
  const range = rangeOf(start, end);
  if (!range) return;
  const box = range.getBoundingClientRect();
  const view = source.getBoundingClientRect();
  if (source.scrollHeight > source.clientHeight + 1) {
    if (box.top < view.top + 8 || box.bottom > view.bottom - 40) source.scrollTop += box.top - view.top - view.height * 0.35;
  } else range.startContainer.parentElement.scrollIntoView({ block: "center" });
  if (window.Highlight && CSS.highlights) CSS.highlights.set("review-word", new Highlight(range));
}

sheet.addEventListener("click", (event) => {
  const box = event.target.closest("rect");
  if (!box) return;
  const [start, end] = placeOf(box);
  const items = (box.dataset.on ?? "").split(" ").filter(Boolean);
  const narrow = document.getElementById("pane-source");
  if (getComputedStyle(narrow.parentElement.querySelector(".rv__tabs")).display !== "none") narrow.checked = true;
  const item = items.includes(anchor) ? anchor : items[0];
  chosen = { start, end, page: number, sticky: Boolean(item) && item !== anchor };
  if (item && item !== anchor) document.dispatchEvent(new CustomEvent("review:go", { detail: { anchor: item } }));
  markBoxes({ scroll: false });
  reveal(start, end);
});

function fit() {
  sheet.style.width = zoom ? `${Math.round(natural * zoom)}px` : "";
  sheet.classList.toggle("is-fitting", !zoom);
  for (const [name, on] of [["fit", zoom === 0], ["full", zoom === 1]]) {
    pane.querySelector(`[data-zoom="${name}"]`).setAttribute("aria-pressed", String(on));
  }
  draw();
}

function zoomTo(wanted) {
  natural ||= image.naturalWidth;
  const now = zoom || sheet.clientWidth / Math.max(natural, 1);
  if (wanted === "fit") zoom = 0;
  else if (wanted === "full") zoom = 1;
  else if (wanted === "in") zoom = STEPS.find((one) => one > now + 0.01) ?? STEPS.at(-1);
  else zoom = STEPS.findLast((one) => one < now - 0.01) ?? STEPS[0];
  fit();
  markBoxes();
}

pane.addEventListener("click", (event) => {
  const zooming = event.target.closest("[data-zoom]");
  if (zooming) zoomTo(zooming.dataset.zoom);
  const turning = event.target.closest("[data-page]");
  if (!turning || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  turn(Number(turning.dataset.page));
});

function turn(step) {
  const next = number + step;
  if (next < 1 || next > count) return;
  latest += 1;
  frame.scrollTop = 0;
  show(next, { scroll: false });
}

function setShown(shown) {
  root.classList.toggle("rv--page", shown);
  toggle.setAttribute("aria-pressed", String(shown));
  if (shown) show(number);
}

toggle.addEventListener("click", () => {
  const shown = !root.classList.contains("rv--page");
  localStorage.setItem(KEPT, shown ? "shown" : "hidden");
  setShown(shown);
  if (shown && anchor) findItem();
});

document.addEventListener("review:key", (event) => {
  const acts = { p: () => toggle.click(), "[": () => turn(-1), "]": () => turn(1) };
  acts[event.detail.key]?.();
});

// On a narrow screen the page is one of three panes: it is drawn once it is chosen.
document.getElementById("pane-page").addEventListener("change", () => (chosen ? findWords() : findItem()));
new ResizeObserver(() => isShown() && draw()).observe(frame);
setShown(localStorage.getItem(KEPT) !== "hidden");
