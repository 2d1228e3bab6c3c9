// A failed form: its summary takes the focus, after loading and after a partial.
function focusErrors(root) {
  const box = root.querySelector?.(".vo-errors[tabindex]");
  if (box) box.focus();
}
focusErrors(document);
// Who came by the skip link still has its anchor in the address; it takes the focus when all is loaded.
if (location.hash) window.addEventListener("load", () => setTimeout(() => focusErrors(document)), { once: true });
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));
