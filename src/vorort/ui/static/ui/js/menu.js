// The rail is a popover on phones: focus goes in when it opens and back to its button when it closes.
const rail = document.querySelector(".vo-rail[popover]");
const opener = document.querySelector(".vo-menu-button");

if (rail && opener) {
  rail.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    opener.setAttribute("aria-expanded", String(open));
    if (open) rail.querySelector("button, a")?.focus();
    else if (document.activeElement === document.body) opener.focus();
  });
  // Wide again: the rail stands beside the page, so it must not stay in the top layer.
  window.matchMedia("(min-width: 62rem)").addEventListener("change", (event) => {
    if (event.matches && rail.matches(":popover-open")) rail.hidePopover();
  });
}
