// Uploads: files dropped or chosen are sent at once, each by its own request, three at a time, with its own progress.
// Without it the form sends the chosen files together.

const AT_A_TIME = 3;
// How often the reading of a file is asked for, in milliseconds, and how many times: ten minutes.
const EVERY = 2000;
const ASKED = 300;

function start(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-files]");
  const say = form.dataset;
  const waiting = [];
  let running = 0;

  form.classList.add("upload--script");
  input.required = false;

  const element = (name, css, text) => {
    const made = document.createElement(name);
    if (css) made.className = css;
    if (text) made.textContent = text;
    return made;
  };

  function line(file) {
    const row = element("li", "upload__file");
    const bar = element("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const words = element("span", "upload__message", say.saySending);
    row.append(element("span", "upload__name", file.name), bar, words);
    list.hidden = false;
    list.append(row);
    return { row, bar, words };
  }

  function end(shown, answer) {
    shown.bar.remove();
    shown.row.classList.add(answer.ok ? "upload__file--ok" : "upload__file--bad");
    shown.words.textContent = `${answer.ok ? "✓" : "✕"} ${answer.message}`;
    if (answer.url) {
      const link = element("a", "btn btn--small", say.sayOpen);
      link.href = answer.url;
      shown.row.insertBefore(link, shown.words);
      if (answer.code === "kept") follow(shown, `${answer.url}dang-doc/`, ASKED);
    }
  }

  function follow(shown, address, left) {
    if (!left) return;
    setTimeout(async () => {
      const state = await fetch(address).catch(() => null);
      const ended = state?.headers.get("X-Reading");
      if (ended === "done") shown.words.textContent = `✓ ${say.sayRead}`;
      else if (ended === "failed") {
        shown.row.classList.replace("upload__file--ok", "upload__file--bad");
        shown.words.textContent = `✕ ${say.sayUnread}`;
      } else if (!state || state.ok) follow(shown, address, left - 1);
    }, EVERY);
  }

  function failed(shown, file, message) {
    end(shown, { ok: false, message });
    const again = element("button", "btn btn--small", say.sayAgain);
    again.type = "button";
    again.addEventListener("click", () => {
      shown.row.remove();
      add([file]);
    });
    shown.row.insertBefore(again, shown.words);
  }

  function answerOf(request) {
    try {
      return JSON.parse(request.responseText).files?.[0];
    } catch {
      return undefined;
    }
  }

  function send({ file, shown }) {
    running += 1;
    const body = new FormData(form);
    body.delete("files");
    body.append("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action") || window.location.href);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) shown.bar.value = Math.round((100 * event.loaded) / event.total);
    });
    request.upload.addEventListener("load", () => {
      shown.bar.removeAttribute("value");
      shown.words.textContent = say.sayChecking;
    });
    request.addEventListener("load", () => {
      const answer = answerOf(request);
      if (answer) end(shown, answer);
      else if (request.status === 413) end(shown, { ok: false, message: say.sayLarge });
      else if (request.status === 403 || request.responseURL.includes("/tai-khoan/")) end(shown, { ok: false, message: say.saySession });
      else failed(shown, file, say.sayFailed);
    });
    request.addEventListener("error", () => failed(shown, file, say.sayLost));
    request.addEventListener("loadend", () => {
      running -= 1;
      next();
    });
    request.send(body);
  }

  function next() {
    while (running < AT_A_TIME && waiting.length) send(waiting.shift());
    form.querySelector("[data-done]").textContent = running || waiting.length ? "" : say.sayDone;
  }

  function add(files) {
    for (const file of files) {
      const shown = line(file);
      if (file.size > Number(say.limit)) end(shown, { ok: false, message: say.sayLarge });
      else if (!file.size) end(shown, { ok: false, message: say.sayEmpty });
      else waiting.push({ file, shown });
    }
    next();
  }

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    add(files);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("dropzone--over");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("dropzone--over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("dropzone--over");
    add([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });
}

document.querySelectorAll("[data-upload]").forEach(start);
