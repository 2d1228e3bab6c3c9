// Autosave: each save shows its time, but a screen reader hears it once a minute at most.
const QUIET_MS = 60_000;
let lastSpoken = 0;

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-vo-autosave]");
  if (!form || !event.detail.successful) return;
  const target = document.getElementById(form.dataset.voAutosave);
  if (!target) return;
  const time = new Intl.DateTimeFormat("de-DE", { hour: "2-digit", minute: "2-digit" }).format(new Date());
  const words = target.dataset.saved.replace("{time}", time);
  const now = Date.now();
  target.setAttribute("aria-live", now - lastSpoken > QUIET_MS ? "polite" : "off");
  if (now - lastSpoken > QUIET_MS) lastSpoken = now;
  target.textContent = words;
});

// Leaving with text that is not saved yet asks first.
let dirty = false;
document.addEventListener("input", (event) => {
  if (event.target.closest?.("[data-vo-autosave]")) dirty = true;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.closest?.("[data-vo-autosave]")) dirty = false;
});
document.addEventListener("submit", () => {
  dirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
