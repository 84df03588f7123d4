// Rows of a table that is filled in: a button adds one, up to the limit.
import { element } from "./element.js";

export function addRow(table) {
  const body = table.tBodies[0];
  const number = body.rows.length;
  const row = body.rows[number - 1].cloneNode(true);
  for (const field of row.querySelectorAll("[data-column]")) {
    field.removeAttribute("id");
    field.name = `q-${table.dataset.rows}-${number}-${field.dataset.column}`;
    field.setAttribute("aria-label", field.dataset.label.replace("{row}", number + 1));
    field.setAttribute("value", "");
    field.value = "";
  }
  body.append(row);
  return row;
}

export function offerRows(form) {
  for (const table of form.querySelectorAll("table[data-rows]")) {
    const hint = document.getElementById(`rows-${table.dataset.rows}`);
    hint.textContent = form.dataset.rowsHint.replace("{rows}", table.dataset.maxRows);
    const button = element("button", form.dataset.addRow, { type: "button", class: "quiet" });
    const isFull = () => table.tBodies[0].rows.length >= Number(table.dataset.maxRows);
    button.hidden = isFull();
    button.addEventListener("click", () => {
      addRow(table).querySelector("input").focus();
      button.hidden = isFull();
    });
    hint.after(button);
  }
}
