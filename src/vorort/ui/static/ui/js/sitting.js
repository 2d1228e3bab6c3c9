// The notes of a sitting save themselves. Without a connection the text stays in this browser and is
// sent later; a form without data-keep (core group) keeps nothing here. Everything works without this
// script by the form's own buttons.
const PREFIX = "vorort:verlauf:";
const WEEK_MS = 7 * 24 * 3600 * 1000;
const form = document.querySelector("[data-vo-sitting]");
tidy();
if (form) start(form);
else showKept();

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

// The sitting is over and takes no notes any more: a text that never arrived can still be copied.
function showKept() {
  const box = document.querySelector("[data-vo-kept]");
  const entry = box && read(box.dataset.voKept);
  if (!entry) return;
  box.querySelector("pre").textContent = entry.text;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(box.dataset.voKept);
    box.hidden = true;
  });
}

function start(form) {
  const IDLE_MS = 1500;
  const RETRY_MS = 5000;
  const KEEP_MS = 300;
  const text = form.querySelector("[data-vo-text]");
  const revision = form.elements.revision;
  const base = form.elements.base;
  const saved = document.getElementById("gespeichert");
  const line = document.getElementById("verbindung");
  const merge = document.getElementById("zusammenfuehren");
  const key = form.dataset.keep;
  let clean = base.value;
  let timer = 0;
  let keeper = 0;
  let sending = null;
  let conflict = Boolean(merge.firstElementChild);
  let leaving = false;
  let going = false;

  const say = (words) => {
    if (line.textContent !== words) line.textContent = words;
  };
  const dirty = () => text.value !== clean;

  // What is not saved yet, with the state it was written on; never for the core group.
  function keep() {
    if (!key) return;
    const entry = {
      text: text.value,
      base: base.value,
      revision: Number(revision.value),
      saved: !dirty(),
      at: Date.now(),
    };
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // A full or forbidden storage: the text still stands in the field.
    }
  }
  function forget() {
    if (key) localStorage.removeItem(key);
  }
  function restore() {
    const entry = key && read(key);
    if (!entry || conflict) return;
    if (entry.text === text.value || (entry.saved && entry.revision <= Number(revision.value))) return forget();
    text.value = entry.text;
    base.value = entry.base;
    revision.value = entry.revision;
    say(form.dataset.restored);
    save();
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  function save({ last = false } = {}) {
    clearTimeout(timer);
    if (conflict || !dirty()) return Promise.resolve();
    if (sending && !last) return sending;
    const sent = text.value;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("tun", "von-selbst");
    body.set("text", sent);
    body.set("revision", revision.value);
    body.set("base", base.value);
    sending = fetch(form.action, { method: "POST", body, keepalive: last && sent.length < 30_000, headers: { Accept: "application/json" } })
      .then((answer) => take(answer, sent))
      .catch(() => lost())
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
    const said = await answer.json();
    if (answer.status === 409) return collide(said);
    if (!answer.ok) {
      keep();
      return say(said.problem);
    }
    revision.value = said.revision;
    base.value = clean = sent;
    say("");
    saved.textContent = said.words;
    if (dirty()) {
      keep();
      later(IDLE_MS);
    } else if (going) {
      // The page that comes next may have been made before this text was stored.
      keep();
    } else {
      forget();
    }
  }

  function lost() {
    keep();
    say(key ? form.dataset.kept : form.dataset.unkept);
    later(RETRY_MS);
  }

  // Both texts stand on the page now; the writer decides, nothing is sent by itself any more.
  function collide(said) {
    conflict = true;
    merge.innerHTML = said.html;
    say(form.dataset.conflict);
    keep();
    merge.querySelector("#zusammen")?.focus();
  }

  text.addEventListener("input", () => {
    clearTimeout(keeper);
    keeper = setTimeout(keep, KEEP_MS);
    if (!conflict) later(IDLE_MS);
  });
  text.addEventListener("blur", () => save());
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty() && !leaving) {
      keep();
      save({ last: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });

  // A button sends the whole form, notes included: an answer under way must come first, or the form
  // would collide with itself. Without a connection the browser would show its own error page.
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    if (!navigator.onLine) {
      event.preventDefault();
      keep();
      return say(key ? form.dataset.kept : form.dataset.unkept);
    }
    clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      const submitter = event.submitter;
      sending.finally(() => setTimeout(() => form.requestSubmit(submitter)));
      return;
    }
    leaving = true;
    // Kept until the next page shows that it arrived; a merge is decided here and now.
    if (event.submitter?.name === "nimm") forget();
  });

  // Leaving with words that nothing keeps asks first: notes of the core group, a motion, a task.
  const initial = [...form.elements].map((field) => field.value);
  window.addEventListener("beforeunload", (event) => {
    going = true;
    setTimeout(() => {
      // Somebody chose to stay.
      going = false;
      if (!dirty()) forget();
    }, RETRY_MS);
    if (leaving) return;
    const open = [...form.elements].some(
      (field, place) => field !== text && field.matches("textarea, input:not([type=hidden])") && !merge.contains(field) && field.value !== initial[place],
    );
    if (open || (dirty() && !key)) event.preventDefault();
  });

  restore();
}

// Ticks that did not arrive are sent again when the connection is back.
const ticks = () => document.querySelector("[data-vo-ticks]");
let missed = false;
document.addEventListener("htmx:sendError", (event) => {
  if (event.target === ticks()) missed = true;
});
window.addEventListener("online", () => {
  if (missed && ticks()) window.htmx.trigger(ticks(), "change");
  missed = false;
});
