// The review screen: one listener for clicks, one for keys. Forms post through htmx; what comes back is put in place by
// review-patch.js. Nothing listens on single items, as a plan may have thousands.
import { apply } from "./review-patch.js";
import { forget, offer } from "./review-drafts.js";

const root = document.getElementById("review");
const items = document.getElementById("items");
const source = document.getElementById("source");
const sync = document.getElementById("sync");
const said = document.getElementById("said");
const byId = (id) => document.getElementById(id);
document.documentElement.classList.add("js");

/** Tells the parts of the screen that not every review has: the page of the file, the restored words. */
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
document.addEventListener("review:go", (event) => go(event.detail.anchor));

const lineOf = (anchor) => byId(`i-${anchor}`);
const open = () => items.querySelector(".it__body")?.dataset.body ?? "";
let here = open();

/** The neighbour of a line that is shown; `pending` looks for one that nobody has decided about. */
function neighbour(line, step, pending = false) {
  let next = line;
  do next = step > 0 ? next?.nextElementSibling : next?.previousElementSibling;
  while (next && pending && !next.classList.contains("is-pending"));
  return next;
}

function mark(anchor) {
  for (const old of source.querySelectorAll(".m.is-current")) old.classList.remove("is-current");
  const words = source.querySelectorAll(`.m[data-i~="${anchor}"]`);
  for (const one of words) one.classList.add("is-current");
  return words[0];
}

/** Brings an element into the upper part of its pane (`share` of its height); on phones the whole page moves. */
function scrollInto(pane, element, share) {
  if (!element || getComputedStyle(pane).display === "none") return;
  const box = element.getBoundingClientRect();
  if (pane.scrollHeight <= pane.clientHeight + 1) {
    if (box.top < 60 || box.bottom > innerHeight - 40) element.scrollIntoView({ block: "center" });
    return;
  }
  const frame = pane.getBoundingClientRect();
  const inside = box.top >= frame.top + 8 && box.bottom <= frame.top + frame.height * 0.7;
  if (!inside) pane.scrollTop += box.top - frame.top - frame.height * share;
}

/** Both sides show the item; the address names it. */
function show(anchor, { focus = false } = {}) {
  here = anchor;
  const line = lineOf(anchor);
  if (!line) return;
  for (const old of items.querySelectorAll(".it.is-current")) old.classList.remove("is-current");
  line.classList.add("is-current");
  scrollInto(source, mark(anchor), 0.35);
  scrollInto(items.parentElement, line.querySelector(".it__head"), 0.12);
  if (focus) line.querySelector(".it__head").focus({ preventScroll: true });
  sync.elements.at.value = anchor;
  const address = new URL(root.dataset.path, location.href);
  address.search = location.search;
  address.searchParams.set("muc", anchor);
  history.replaceState(null, "", address);
  tell("review:show", { anchor });
}

function load(anchor) {
  window.htmx.ajax("GET", `${root.dataset.itemUrl}${anchor}/`, { source: "#patch", target: "#patch", swap: "innerHTML" });
}

let asking;
function ask(anchor) {
  clearTimeout(asking);
  // Who holds j down does not ask for every item on the way.
  asking = setTimeout(() => {
    if (anchor !== here || open() === anchor) return;
    load(anchor);
  }, 60);
}

function go(anchor, options) {
  show(anchor, options);
  if (open() !== anchor) ask(anchor);
}

function move(step) {
  const next = neighbour(lineOf(here), step) ?? (here ? null : items.firstElementChild);
  if (next) go(next.dataset.i, { focus: true });
}

/** A gesture made while its item was still on the way: {anchor, gesture}. */
let early = null;

/** Presses a button of the open item; accepting and rejecting go on to the next undecided one. */
function press(gesture) {
  const body = items.querySelector(".it__body");
  early = null;
  if (!body || body.dataset.body !== here) {
    early = here && { anchor: here, gesture };
    return;
  }
  const button = body.querySelector(`[data-gesture="${gesture}"]`);
  if (gesture !== "s") {
    button?.click();
    return;
  }
  const form = body.querySelector(".it__split");
  const opened = form.classList.toggle("is-open");
  body.querySelector("[data-split]").setAttribute("aria-expanded", String(opened));
  if (opened) form.elements.first.focus();
}

/** Whether a field of the form has another value than the server gave it. */
function changed(form) {
  return [...form.querySelectorAll(".it__fields :is(input, textarea, select)")].some((one) => {
    if (one.type === "checkbox") return one.checked !== one.defaultChecked;
    if (one.options) return one.value !== ([...one.options].find((option) => option.defaultSelected)?.value ?? "");
    return one.value !== one.defaultValue;
  });
}

function edit() {
  const body = items.querySelector(".it__body");
  body?.querySelector(".it__fields :is(textarea, input:not([type=checkbox]), select)")?.focus();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  a: () => press("a"),
  e: edit,
  x: () => press("x"),
  m: () => press("m"),
  s: () => press("s"),
  u: () => root.querySelector('[data-gesture="u"]')?.click(),
  U: () => root.querySelector('[data-gesture="U"]')?.click(),
  "?": () => root.querySelector('[data-gesture="?"]')?.click(),
  "/": () => byId("filter-text").focus(),
};
for (const key of ["p", "[", "]", "n", "N"]) KEYS[key] = () => tell("review:key", { key });
const arrows = ["ArrowDown", "ArrowUp"];

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.target.closest("form:not([data-draft])")) {
    event.preventDefault();
    press("save");
    return;
  }
  if (event.key === "Escape" && event.target.closest(".it__body")) {
    lineOf(here)?.querySelector(".it__head").focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, summary")) return;
  // The arrows scroll the source when it has the focus.
  if (arrows.includes(event.key) && !event.target.closest(".it__head")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const split = event.target.closest("[data-split]");
  if (split) {
    press("s");
    return;
  }
  const target = event.target.closest("[data-i], .it__head");
  if (!target || event.ctrlKey || event.metaKey || event.target.closest(".it__body")) return;
  const anchor = (target.dataset.i ?? target.closest(".it").dataset.i).split(" ")[0];
  const fromSource = source.contains(target);
  // A selection in the source is about its words, not about the item under them.
  if (fromSource && !document.getSelection().isCollapsed) return;
  if (!lineOf(anchor)) return;
  event.preventDefault();
  go(anchor);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".it__split") && !form.elements.second.value.trim()) {
    const first = form.elements.first;
    form.elements.second.value = first.value.slice(first.selectionStart);
    first.value = first.value.slice(0, first.selectionStart);
  }
  if (!form.matches("form[data-draft]")) return;
  // Accepting what was just changed means the changed values: they are saved, never dropped.
  if (event.submitter?.value === "accept" && changed(form)) {
    event.preventDefault();
    event.stopPropagation();
    // A form cannot be sent while it is being sent.
    setTimeout(() => form.querySelector('[data-gesture="save"]').click());
    return;
  }
  const line = lineOf(form.dataset.draft);
  const next = ["accept", "reject", "edit"].includes(event.submitter?.value)
    ? neighbour(line, 1, true) ?? neighbour(line, -1, true)
    : null;
  form.elements.next.value = next?.dataset.i ?? "";
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "patch") return;
  for (const template of event.detail.target.querySelectorAll("template[data-patch]")) {
    const { opened, moved, outdated } = apply(template);
    tell("review:patched", { returned: template.dataset.returned, lines: Boolean(template.content.querySelector("[data-lines]")) });
    if (outdated) load(outdated);
    if (moved && opened) show(opened, { focus: !document.activeElement?.closest("#source, .rv__filters") });
    else if (here) mark(here);
  }
  if (early && early.anchor === here && open() === here) press(early.gesture);
  event.detail.target.replaceChildren();
  const total = root.querySelector(".rv__total");
  if (total && said.textContent !== total.textContent.trim()) said.textContent = total.textContent.trim();
  items.querySelector('.it__body [aria-invalid="true"]')?.focus({ preventScroll: true });
  if (items.querySelector(".it__body [role=alert]")) {
    const head = lineOf(open()).querySelector(".it__head");
    items.parentElement.scrollTop += head.getBoundingClientRect().top - items.parentElement.getBoundingClientRect().top;
  }
  offer();
});

// A window that nobody looks at does not ask what is new.
sync.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden) event.preventDefault();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-draft]");
  // An ended session answers with the page for signing in: nothing was saved then.
  const answered = form && new URL(event.detail.xhr.responseURL || "/", location.href).href === form.action;
  if (answered && event.detail.successful) forget(form.dataset.draft);
});

// The other parts listen when all modules have run.
document.addEventListener("DOMContentLoaded", () => here && show(here), { once: true });
offer();
