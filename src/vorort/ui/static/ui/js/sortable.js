// Drag a row of a list to another place. Each row brings the form that moves it; without this
// script, and by keyboard, its buttons do the same.
let dragged = null;

const rowOf = (element) => element.closest?.("[data-vo-sortable] > li");
const isBelow = (row, event) => {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
};
const clear = (list) => {
  for (const row of list.children) row.classList.remove("is-target", "is-target-below");
};

// Only where a mouse is: on a touch screen dragging would stop the page from scrolling.
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const row = rowOf(event.target);
  if (row) row.draggable = Boolean(row.querySelector("[data-vo-move]"));
});

document.addEventListener("dragstart", (event) => {
  dragged = rowOf(event.target);
  if (!dragged) return;
  // Nothing of the row leaves the page.
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.effectAllowed = "move";
  dragged.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const row = rowOf(event.target);
  if (!dragged || !row || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  clear(row.parentElement);
  row.classList.add(isBelow(row, event) ? "is-target-below" : "is-target");
});

document.addEventListener("drop", (event) => {
  const row = rowOf(event.target);
  if (!dragged || !row || row === dragged || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const others = [...row.parentElement.children].filter((each) => each !== dragged);
  const form = dragged.querySelector("[data-vo-move]");
  form.elements.namedItem("to").value = others.indexOf(row) + (isBelow(row, event) ? 1 : 0);
  form.requestSubmit();
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  clear(dragged.parentElement);
  dragged.classList.remove("is-dragged");
  dragged = null;
});
