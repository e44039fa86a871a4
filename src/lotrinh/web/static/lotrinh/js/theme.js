// The switch of light and dark without loading the page anew: what was typed stays. The server keeps the choice.
const form = document.querySelector("[data-theme-form]");
const dark = document.querySelector("link[data-dark]");
const media = { light: "not all", dark: "screen", system: "screen and (prefers-color-scheme: dark)" };

form?.addEventListener("submit", async (event) => {
  const theme = event.submitter?.value;
  if (!(theme in media)) return;
  event.preventDefault();
  dark.media = media[theme];
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  const body = new FormData(form);
  body.set("theme", theme);
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
});
