// Lists ordered by dragging, where there is a mouse. The buttons beside each line do the same for everybody.
const lists = document.querySelectorAll("[data-order]");
let held = null;

function send(line, to) {
  const form = line.closest("form");
  const button = line.querySelector("button[formaction$='/place']");
  if (!form || !button) return;
  const sent = document.createElement("button");
  sent.name = "to";
  sent.value = to;
  sent.hidden = true;
  sent.setAttribute("formaction", button.getAttribute("formaction"));
  form.append(sent);
  form.requestSubmit(sent);
}

for (const list of lists) {
  for (const line of list.children) {
    line.draggable = true;
    line.addEventListener("dragstart", (event) => {
      held = line;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", line.dataset.key);
    });
    line.addEventListener("dragend", () => {
      held = null;
    });
    line.addEventListener("dragover", (event) => {
      if (held && held !== line && held.closest("[data-order]").dataset.order === list.dataset.order) event.preventDefault();
    });
    line.addEventListener("drop", (event) => {
      if (!held || held === line || held.closest("[data-order]").dataset.order !== list.dataset.order) return;
      event.preventDefault();
      // Dropped on a line it goes before it; on the last line of its own list it goes to the end.
      const last = held.parentElement === list && line === list.lastElementChild;
      send(held, last ? "before:" : `before:${line.dataset.key}`);
    });
  }
}
