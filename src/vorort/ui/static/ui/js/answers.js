// A page of questions saves each answer by itself: after a pause, on leaving the field, on leaving
// the page. Without a connection the text stays in this browser and is sent later. Everything works
// without this script by the form's own buttons.
const PREFIX = "vorort:antwort:";
const WEEK_MS = 7 * 24 * 3600 * 1000;
const IDLE_MS = 1500;
const RETRY_MS = 5000;
const KEEPALIVE_LIMIT = 15_000;
const form = document.querySelector("[data-vo-answers]");
const status = document.getElementById("gespeichert");
tidy();
const answers = form ? [...form.querySelectorAll("[data-vo-answer]")].map(watch) : [];
let leaving = false;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

// What nobody came back for within a week goes.
function tidy() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && Date.now() - (read(key)?.at ?? 0) > WEEK_MS) localStorage.removeItem(key);
  }
}

function say(words) {
  if (status && status.textContent !== words) status.textContent = words;
}

// One question with its answer; returns what the page as a whole asks of it.
function watch(box) {
  const code = box.dataset.voAnswer;
  const key = box.dataset.keep;
  const text = box.querySelector("textarea");
  const revision = form.elements[`${code}-revision`];
  const base = form.elements[`${code}-base`];
  const merge = box.querySelector("[data-vo-merge]");
  const said = box.querySelector("[data-vo-said]");
  let clean = merge.firstElementChild ? null : text.value;
  let timer = 0;
  let sending = null;

  const dirty = () => text.value !== clean;

  // ``sent``: the form takes it along; whether it arrived shows on the page that comes next.
  function keep({ sent = false } = {}) {
    const entry = { text: text.value, base: base.value, revision: Number(revision.value), sent, at: Date.now() };
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // A full or forbidden storage: the text still stands in the field.
    }
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  function save({ last = false } = {}) {
    clearTimeout(timer);
    if (!dirty()) return Promise.resolve();
    if (sending && !last) return sending;
    const sent = text.value;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("tun", "von-selbst");
    body.set("frage", code);
    body.set(`${code}-text`, sent);
    body.set(`${code}-revision`, revision.value);
    body.set(`${code}-base`, base.value);
    const keepalive = last && sent.length < KEEPALIVE_LIMIT;
    sending = fetch(form.action, { method: "POST", body, keepalive, headers: { Accept: "application/json" } })
      .then((answer) => take(answer, sent))
      .catch(() => {
        keep();
        say(form.dataset.kept);
        later(RETRY_MS);
      })
      .finally(() => {
        sending = null;
      });
    return sending;
  }

  async function take(answer, sent) {
    if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
      // Signed out, or the server is ill: the text stays, the next attempt may go through.
      keep();
      say(answer.redirected || answer.status === 403 ? form.dataset.signedOut : form.dataset.failed);
      return later(RETRY_MS);
    }
    const told = await answer.json();
    if (answer.status === 409) return collide(told, sent);
    if (!answer.ok) {
      keep();
      return say(told.problem);
    }
    revision.value = told.revision;
    base.value = clean = sent;
    merge.replaceChildren();
    said.textContent = told.words;
    say(told.words);
    const progress = document.querySelector("[data-vo-progress]");
    if (progress) progress.textContent = told.progress;
    if (dirty()) {
      keep();
      later(IDLE_MS);
    } else {
      localStorage.removeItem(key);
    }
  }

  // Both texts stand on the page; the field holds a proposal with every line of both. What was
  // typed while the answer was under way comes on top of it. It is stored when somebody looks at it.
  function collide(told, sent) {
    const more = text.value.startsWith(sent) ? text.value.slice(sent.length) : text.value === sent ? "" : `\n${text.value}`;
    merge.innerHTML = told.html;
    text.value = told.combined + more;
    base.value = told.base;
    revision.value = told.revision;
    clean = null;
    clearTimeout(timer);
    keep();
    say(form.dataset.conflict);
    merge.firstElementChild?.focus();
  }

  function restore() {
    const entry = read(key);
    if (!entry || clean === null) return;
    const arrived = entry.sent && entry.revision < Number(revision.value);
    if (arrived || entry.text === text.value) return localStorage.removeItem(key);
    text.value = entry.text;
    base.value = entry.base;
    revision.value = entry.revision;
    say(form.dataset.restored);
    save();
  }

  text.addEventListener("input", () => {
    keep();
    later(IDLE_MS);
  });
  text.addEventListener("blur", () => {
    // A proposal nobody has changed yet waits for the button.
    if (clean !== null) save();
  });
  restore();
  return { save, keep, dirty, pending: () => sending };
}

function saveAll(options) {
  for (const answer of answers) {
    if (answer.dirty()) {
      answer.keep();
      answer.save(options);
    }
  }
}

window.addEventListener("online", () => saveAll());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !leaving) saveAll({ last: true });
});
document.addEventListener("keydown", (event) => {
  if (form && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    saveAll();
  }
});
// A button sends the whole form: an answer under way must come first, or the form would collide with
// itself. Without a connection the browser would show its own error page.
form?.addEventListener("submit", (event) => {
  if (leaving) return;
  if (!navigator.onLine) {
    event.preventDefault();
    for (const answer of answers) if (answer.dirty()) answer.keep();
    return say(form.dataset.kept);
  }
  const under = answers.map((answer) => answer.pending()).filter(Boolean);
  if (under.length) {
    event.preventDefault();
    const submitter = event.submitter;
    Promise.allSettled(under).then(() => setTimeout(() => form.requestSubmit(submitter)));
    return;
  }
  leaving = true;
  for (const answer of answers) if (answer.dirty()) answer.keep({ sent: true });
});
