// Marks the chosen words of a text for blacking out; chosen again, the mark goes. Writing [[ ]] does the same.
const OPEN = "[[";
const CLOSE = "]]";

for (const button of document.querySelectorAll("[data-vo-mark]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-vo-mark]");
  const text = button && document.getElementById(button.dataset.voMark);
  if (!text) return;
  let { selectionStart: start, selectionEnd: end } = text;
  // Spaces at the edges are no part of the words.
  while (start < end && /\s/.test(text.value[start])) start += 1;
  while (end > start && /\s/.test(text.value[end - 1])) end -= 1;
  text.focus();
  if (start === end) return;
  const chosen = text.value.slice(start, end);
  const words = chosen.replaceAll(OPEN, "").replaceAll(CLOSE, "");
  const inside = text.value.slice(start - 2, start) === OPEN && text.value.slice(end, end + 2) === CLOSE;
  if (inside) text.setRangeText(words, start - 2, end + 2, "select");
  else if (chosen.startsWith(OPEN) && chosen.endsWith(CLOSE)) text.setRangeText(words, start, end, "select");
  else text.setRangeText(`${OPEN}${words}${CLOSE}`, start, end, "select");
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
