// Puts what a gesture changed into its places: lines of the list, the open item, lines of the source, progress.
import { draftOf } from "./review-drafts.js";

const byId = (id) => document.getElementById(id);
const current = () => document.querySelector(".it__body")?.dataset.body ?? "";

/** Removes the open form from its line. */
export function fold() {
  for (const body of document.querySelectorAll(".it__body")) body.remove();
  for (const head of document.querySelectorAll(".it__head[aria-current]")) head.removeAttribute("aria-current");
  for (const line of document.querySelectorAll(".it.is-current")) line.classList.remove("is-current");
}

function putLine(line) {
  const old = byId(line.id);
  if (!old) {
    const before = line.dataset.after && byId(`i-${line.dataset.after}`);
    if (before) before.after(line);
    else if (line.classList.contains("is-reshaped")) byId("items").append(line);
    return;
  }
  const body = old.querySelector(".it__body");
  if (!body) {
    old.replaceWith(line);
    return;
  }
  // The form that is open stays as it was typed, with the number it has seen: who saves it is shown both values.
  const head = old.querySelector(".it__head");
  const fresh = line.querySelector(".it__head");
  const focused = head === document.activeElement;
  old.className = `${line.className} is-current`;
  head.replaceWith(fresh);
  fresh.setAttribute("aria-current", "true");
  if (focused) fresh.focus({ preventScroll: true });
  body.dataset.stale = "";
  if (draftOf(line.dataset.i) && !body.querySelector("[data-elsewhere]")) {
    const notice = byId("changed-elsewhere").content.firstElementChild.cloneNode(true);
    notice.dataset.elsewhere = "";
    body.prepend(notice);
  }
}

function putOpen(body) {
  const line = byId(`i-${body.dataset.body}`);
  if (!line) return;
  fold();
  line.append(body);
  line.classList.add("is-current");
  line.querySelector(".it__head").setAttribute("aria-current", "true");
  window.htmx.process(body);
}

function putStates(content) {
  const badges = new Map();
  for (const badge of content.querySelectorAll("[data-badges] > *")) badges.set(badge.dataset.state, badge);
  for (const { dataset } of content.querySelectorAll("[data-states] > li")) {
    const line = byId(`i-${dataset.i}`);
    if (!line) continue;
    const body = line.querySelector(".it__body");
    if (body) body.dataset.stale = "";
    line.className = line.className.replace(/\bis-(pending|accepted|edited|rejected)\b/, `is-${dataset.state}`);
    line.querySelector("[data-badge]").replaceWith(badges.get(dataset.state).cloneNode(true));
  }
}

/** Applies the <template data-patch> that the server sent.
 * opened: the anchor of the item that is open now; moved: whether it is another one than before; outdated: the anchor of
 * the open item where somebody else has changed it and nothing is typed. */
export function apply(template) {
  const { content } = template;
  const openBefore = current();
  for (const line of [...content.querySelectorAll("[data-rows] > li")]) putLine(line);
  putStates(content);
  for (const { textContent } of content.querySelectorAll("[data-gone] > li")) byId(`i-${textContent}`)?.remove();
  for (const box of content.querySelectorAll("[data-lines]")) {
    for (const line of [...box.querySelectorAll(":scope > div, :scope > tr, :scope > tbody > tr")]) {
      byId(line.id)?.replaceWith(line);
    }
  }
  for (const part of [...content.querySelectorAll("[data-replace] > *")]) {
    byId(part.id)?.replaceWith(part);
    window.htmx.process(part);
  }
  const body = content.querySelector("[data-open] > .it__body");
  if (body) putOpen(body);
  if (template.dataset.seq) {
    for (const input of document.querySelectorAll('#review input[name="seen_seq"]')) {
      if (!input.closest(".it__body[data-stale]")) input.value = template.dataset.seq;
    }
  }
  const stale = document.querySelector(".it__body[data-stale]");
  const outdated = stale && !draftOf(stale.dataset.body) ? stale.dataset.body : "";
  return { opened: current(), moved: current() !== openBefore, outdated };
}
