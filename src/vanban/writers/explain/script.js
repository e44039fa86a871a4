"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const cards = all(".c");
  const filter = one("#f");
  const dialog = one("#help");
  const none = one("#nohit");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const words = new Map();
  let current = null;
  let lacking = null;

  const anchorOf = (element) => element.getAttribute("href").slice(1);
  const shown = (card) => !card.hidden && card.closest(".part").checkVisibility();
  const wide = () => matchMedia("(min-width: 64rem)").matches;
  const bring = (element, block = "center") => {
    if (!element) return;
    const top = () => element.getBoundingClientRect().top;
    // Pieces of the page get their real height only once they are near: the scroll is corrected until nothing moves.
    let tries = 20;
    const settle = (before) => {
      if (tries < 17 && Math.abs(top() - before) < 2) return;
      tries -= 1;
      element.scrollIntoView({ block });
      const now = top();
      if (tries) requestAnimationFrame(() => settle(now));
    };
    settle(0);
  };

  const choose = (id, side) => {
    for (const element of all(".on")) element.classList.remove("on");
    current = id;
    if (!id) return;
    const card = document.getElementById(id);
    if (!card) return;
    card.classList.add("on");
    for (const element of all(`[data-i~="${id}"], #source .t[href="#${id}"]`)) element.classList.add("on");
    history.replaceState(null, "", `#${id}`);
    const first = document.getElementById(`s-${id}`);
    if (side !== "source" && (wide() || side === "toSource")) bring(first);
    if (side !== "read" && (wide() || side !== "toSource")) bring(card);
  };

  const apply = () => {
    const wanted = fold(filter.value.trim()).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      if (wanted.length && !words.has(card)) words.set(card, fold(card.textContent));
      const hit = wanted.every((word) => words.get(card).includes(word))
        && (!lacking || (card.dataset.lack || "").split(" ").includes(lacking));
      card.hidden = !hit;
      if (hit && shown(card)) count += 1;
    }
    none.textContent = count || !(wanted.length || lacking) ? "" : none.dataset.text;
  };

  // Where the two sides stand below each other, a choice on the read side would go unseen.
  const turn = (element) => {
    if (!wide()) bring(none.textContent ? none : element, "start");
  };

  const step = (by) => {
    const visible = cards.filter(shown);
    if (!visible.length) return;
    const at = visible.findIndex((card) => card.id === current);
    const next = visible[Math.min(Math.max(at < 0 && by > 0 ? 0 : at + by, 0), visible.length - 1)];
    choose(next.id);
    next.querySelector("a").focus({ preventScroll: true });
  };

  const setLacking = (key) => {
    lacking = key;
    for (const button of all("[data-miss]")) button.setAttribute("aria-pressed", String(button.dataset.miss === key));
    if (key) one("#p-task").checked = true;
    apply();
    if (key) one("#nv").scrollIntoView();
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest("[data-miss]");
    if (button) return setLacking(lacking === button.dataset.miss ? null : button.dataset.miss);
    const link = target.closest("a.t");
    if (link) {
      event.preventDefault();
      return link.closest("#source") ? choose(anchorOf(link), "source") : choose(link.closest(".c").id, "toSource");
    }
    if (target.closest("a, button, input, label, summary, dialog") || !getSelection().isCollapsed) return;
    const mark = target.closest(".m");
    if (mark) {
      const part = one("input[name=part]:checked").value;
      const ids = mark.dataset.i.split(" ").filter((id) => part === "all" || document.getElementById(id).classList.contains(part));
      if (ids.length) choose(ids[(ids.indexOf(current) + 1) % ids.length], "source");
      return;
    }
    const card = target.closest(".c");
    if (card) choose(card.id, "toSource");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (event.target === filter || filter.value || lacking) { filter.value = ""; setLacking(null); filter.blur(); }
      else choose(null);
      return;
    }
    if (event.target.matches("input[type=search]") || dialog.open) return;
    const radios = all("input[name=part]");
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "f" || event.key === "/") { event.preventDefault(); filter.focus(); }
    else if (event.key === "?") dialog.showModal();
    else if (/^[0-7]$/.test(event.key)) { radios[event.key].checked = true; radios[event.key].dispatchEvent(new Event("change", { bubbles: true })); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.name === "part" && lacking && event.target.value !== "task") setLacking(null);
    if (event.target.name !== "part") return;
    apply();
    one("#read").scrollTop = 0;
    turn(one(event.target.value === "all" ? "#read" : `.p-${event.target.value}`));
  });
  filter.addEventListener("input", () => {
    apply();
    if (filter.value.trim()) turn(cards.find(shown));
  });
  one("#k").addEventListener("click", () => dialog.showModal());
  filter.hidden = false;
  one("#k").hidden = false;
  for (const button of all("[data-miss]")) button.disabled = false;

  const follow = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    const id = hash.replace(/^s-/, "").replace(/-\d+$/, "");
    if (id && document.getElementById(id)?.matches(".c")) choose(id, hash.startsWith("s-") ? "toSource" : undefined);
  };
  addEventListener("hashchange", follow);
  follow();
})();
