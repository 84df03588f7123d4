// Rows of a table that is filled in: a button adds one, up to the limit, and each has one that removes it.
import { element } from "./element.js";

// Names and labels follow the order on the page: the portal reads rows by their numbers.
function number(table) {
  [...table.tBodies[0].rows].forEach((row, place) => {
    for (const field of row.querySelectorAll("[data-column]")) {
      field.name = `q-${table.dataset.rows}-${place}-${field.dataset.column}`;
      field.setAttribute("aria-label", field.dataset.label.replace("{row}", place + 1));
    }
    row.querySelector("[data-column]").removeAttribute("id");
    if (place === 0) row.querySelector("[data-column]").id = `q-${table.dataset.rows}`;
    row.querySelector("[data-remove]")?.setAttribute("aria-label", `${table.dataset.remove} ${place + 1}`);
  });
}

export function addRow(table) {
  const body = table.tBodies[0];
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  for (const field of row.querySelectorAll("[data-column]")) {
    field.setAttribute("value", "");
    field.value = "";
  }
  body.append(row);
  number(table);
  return row;
}

function removeRow(table, row) {
  const near = row.nextElementSibling ?? row.previousElementSibling;
  if (near) row.remove();
  else for (const field of row.querySelectorAll("[data-column]")) field.value = "";
  number(table);
  const field = (near ?? row).querySelector("[data-column]");
  field.focus();
  // As if it had been typed: the question is saved without the row.
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function offerRows(form) {
  for (const table of form.querySelectorAll("table[data-rows]")) {
    const hint = document.getElementById(`rows-${table.dataset.rows}`);
    hint.textContent = form.dataset.rowsHint.replace("{rows}", table.dataset.maxRows);
    const button = table.closest("[data-question]").querySelector("[data-add-row]");
    button.type = "button";
    button.textContent = form.dataset.addRow;
    const isFull = () => table.tBodies[0].rows.length >= Number(table.dataset.maxRows);
    button.hidden = isFull();
    button.addEventListener("click", () => {
      addRow(table).querySelector("input").focus();
      button.hidden = isFull();
    });
    table.dataset.remove = form.dataset.removeRow;
    const head = element("th", "", { scope: "col" });
    head.append(element("span", form.dataset.removeRow, { class: "visually-hidden" }));
    table.tHead.rows[0].append(head);
    for (const row of table.tBodies[0].rows) {
      row.insertCell().append(element("button", "×", { type: "button", class: "quiet", "data-remove": "" }));
    }
    number(table);
    table.addEventListener("click", ({ target }) => {
      const remove = target.closest("[data-remove]");
      if (!remove) return;
      removeRow(table, remove.closest("tr"));
      button.hidden = isFull();
    });
  }
}
