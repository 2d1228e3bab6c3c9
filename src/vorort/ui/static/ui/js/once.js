// A button pressed twice sends its form once; who has waited this long may press it again.
const AGAIN_MS = 5_000;
let sent = new WeakMap();

document.addEventListener("submit", (event) => {
  // What is sent without leaving the page has been stopped by whoever sends it.
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter ?? event.target;
  if (event.timeStamp - (sent.get(button) ?? -Infinity) < AGAIN_MS) event.preventDefault();
  else sent.set(button, event.timeStamp);
});
// Coming back to a page that the browser has kept: nothing is on its way.
window.addEventListener("pageshow", () => {
  sent = new WeakMap();
});
