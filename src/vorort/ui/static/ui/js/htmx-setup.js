// Partials keep the keyboard where it was, and say when the server did not answer.
document.addEventListener("htmx:responseError", (event) => announce(event.detail.xhr.status));
document.addEventListener("htmx:sendError", () => announce(0));

function announce(status) {
  // A conflict or a form with errors brings its own words.
  if (status === 409 || status === 422) return;
  const box = document.getElementById("vo-live");
  if (!box) return;
  box.textContent = status === 0 ? box.dataset.offline : box.dataset.failed;
}
