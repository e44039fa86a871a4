// What is typed into an item and not saved is kept by the browser, so that an ended session or a closed window loses
// nothing; it is offered again when the item is opened the next time.
const review = document.getElementById("review");
const place = (anchor) => `lotrinh:review:${review.dataset.review}:${anchor}`;
const skipped = ["hidden", "submit", "button"];
const fields = (form) => [...form.elements].filter((one) => one.name && !skipped.includes(one.type));
const read = (one) => (one.type === "checkbox" ? one.checked : one.value);

/** What is kept for an item, or null. */
export function draftOf(anchor) {
  return localStorage.getItem(place(anchor));
}

/** Forgets what is kept for an item. */
export function forget(anchor) {
  localStorage.removeItem(place(anchor));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  const values = fields(form).map((one) => [one.name, one.value, read(one)]);
  localStorage.setItem(place(form.dataset.draft), JSON.stringify(values));
});

function take(form) {
  const kept = JSON.parse(draftOf(form.dataset.draft) ?? "[]");
  for (const one of fields(form)) {
    const same = kept.find(([name, value]) => name === one.name && (one.type !== "checkbox" || value === one.value));
    if (!same) continue;
    if (one.type === "checkbox") one.checked = same[2];
    else one.value = same[2];
  }
}

function differs(form) {
  const kept = JSON.parse(draftOf(form.dataset.draft) ?? "[]");
  return fields(form).some((one) => {
    const same = kept.find(([name, value]) => name === one.name && (one.type !== "checkbox" || value === one.value));
    return same && same[2] !== read(one);
  });
}

/** Offers what is kept for the item whose form is open, unless the form has it already. */
export function offer() {
  const form = document.querySelector("form[data-draft]");
  if (!form || !draftOf(form.dataset.draft) || form.querySelector("[data-draft-take]")) return;
  if (!differs(form)) return;
  const notice = document.getElementById("draft-found").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-draft-take]").addEventListener("click", () => {
    take(form);
    notice.remove();
  });
  notice.querySelector("[data-draft-drop]").addEventListener("click", () => {
    forget(form.dataset.draft);
    notice.remove();
  });
  form.prepend(notice);
}
