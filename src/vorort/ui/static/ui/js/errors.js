// A failed form: its summary takes the focus, after loading and after a partial.
function focusErrors(root) {
  const box = root.querySelector?.(".vo-errors[tabindex]");
  if (box) box.focus();
}
focusErrors(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));
