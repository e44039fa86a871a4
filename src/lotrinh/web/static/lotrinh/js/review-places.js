// From offsets in the text to nodes of the source and back. Offsets count code points, as the server does.
const source = document.getElementById("source");
const length = (text) => Array.from(text).length;
let holders = null;

/** Forgets where things stand: lines of the source were replaced. */
export function forgetPlaces() {
  holders = null;
}

/** The word under a click: { start, end, page }, or null. */
export function wordAt(event) {
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = at?.offsetNode ?? range?.startContainer;
  const offset = at?.offset ?? range?.startOffset;
  const holder = node?.nodeType === Node.TEXT_NODE && node.parentElement.closest("[data-s]");
  if (!holder || !source.contains(holder)) return null;
  const before = document.createRange();
  before.selectNodeContents(holder);
  before.setEnd(node, offset);
  const text = holder.textContent;
  let left = before.toString().length;
  let right = left;
  while (left > 0 && /\S/.test(text[left - 1])) left -= 1;
  while (right < text.length && /\S/.test(text[right])) right += 1;
  if (left === right) return null;
  const start = Number(holder.dataset.s) + length(text.slice(0, left));
  return { start, end: start + length(text.slice(left, right)), page: pageOf(holder) };
}

/** The page on which an element of the source begins, 0 where it is not known. */
export function pageOf(element) {
  return Number(element?.closest("[data-p]")?.dataset.p ?? 0);
}

/** The words from `start` to `end` as a range of the source, or null. */
export function rangeOf(start, end) {
  holders ??= [...source.querySelectorAll("[data-s]")].map((one) => [Number(one.dataset.s), one]).sort((a, b) => a[0] - b[0]);
  let low = 0;
  let high = holders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holders[middle][0] <= start) low = middle + 1;
    else high = middle;
  }
  const [first, holder] = holders[low - 1] ?? [0, null];
  if (!holder?.isConnected) return null;
  const range = document.createRange();
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  let seen = first;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = Array.from(node.data);
    const units = (count) => points.slice(0, count).join("").length;
    if (!begun && start < seen + points.length) {
      range.setStart(node, units(start - seen));
      begun = true;
    }
    if (begun) range.setEnd(node, units(Math.min(end - seen, points.length)));
    seen += points.length;
    if (seen >= end) break;
  }
  return begun ? range : null;
}
