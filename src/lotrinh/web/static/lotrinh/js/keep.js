// Keeps what is typed into <form data-keep="name"> until it is sent: a page that is left or reloaded by mistake, or a
// session that ended, loses nothing. Kept in this tab only; never passwords or files.
const prefix = "lotrinh:";
const kept = (form) => `${prefix}${location.pathname}:${form.dataset.keep}`;

function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      field.name !== "csrfmiddlewaretoken" &&
      !["password", "file", "hidden", "submit", "button"].includes(field.type),
  );
}

const read = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function write(field, value) {
  if (["checkbox", "radio"].includes(field.type)) field.checked = value;
  else field.value = value;
}

function save(form) {
  const values = fields(form).map((field) => [field.name, read(field)]);
  sessionStorage.setItem(kept(form), JSON.stringify(values));
}

function restore(form) {
  const text = sessionStorage.getItem(kept(form));
  if (!text) return;
  const now = fields(form);
  const values = JSON.parse(text);
  const same = now.length === values.length && now.every((field, at) => field.name === values[at][0]);
  // The form has changed, or came back from the server with what was typed in it.
  if (!same || form.querySelector('[aria-invalid="true"]') || now.every((field, at) => read(field) === values[at][1])) {
    sessionStorage.removeItem(kept(form));
    return;
  }
  now.forEach((field, at) => write(field, values[at][1]));
  const notice = document.getElementById("notice-kept").content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-discard]").addEventListener("click", () => {
    sessionStorage.removeItem(kept(form));
    form.reset();
    notice.remove();
  });
  form.prepend(notice);
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  restore(form);
  form.addEventListener("input", () => save(form));
  // What an htmx form sent with success needs no copy; a whole page that is sent is compared when it comes back.
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === form && event.detail.successful) sessionStorage.removeItem(kept(form));
  });
}
