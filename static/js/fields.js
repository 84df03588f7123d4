// A question's value in the shape the portal stores, read from its fields and written into them.
import { addRow } from "./rows.js";

const named = (question) => [...question.querySelectorAll('[name^="q-"]')];
const isBlank = (row) => Object.values(row).every((cell) => !cell.trim());

// `was`: as the page came from the portal, whatever was typed since or filled in by the browser.
export function read(question, was = false) {
  const on = (field) => (was ? field.defaultChecked : field.checked);
  const text = (field) => {
    if (field.tagName === "SELECT" && was) return ([...field.options].find((each) => each.defaultSelected) ?? field.options[0]).value;
    return (was ? field.defaultValue : field.value).replaceAll("\r\n", "\n");
  };
  const fields = named(question);
  switch (question.dataset.type) {
    case "declaration": return on(fields[0]);
    case "multiple_choice":
    case "sdgs": return fields.filter(on).map((field) => field.value);
    case "single_choice":
    case "category": return fields.find(on)?.value ?? "";
    case "money": return Object.fromEntries(fields.map((field) => [field.dataset.part, text(field)]));
    case "table": {
      const rows = [...question.querySelectorAll("tbody tr")].map((row) => Object.fromEntries(
        [...row.querySelectorAll("[data-column]")].map((field) => [field.dataset.column, text(field)]),
      ));
      return rows.filter((row) => !isBlank(row));
    }
    default: return text(fields[0]);
  }
}

export function fill(question, value) {
  const fields = named(question);
  switch (question.dataset.type) {
    case "declaration": fields[0].checked = Boolean(value); break;
    case "multiple_choice":
    case "sdgs": for (const field of fields) field.checked = (value ?? []).includes(field.value); break;
    case "single_choice":
    case "category": for (const field of fields) field.checked = field.value === value; break;
    case "money": for (const field of fields) field.value = value?.[field.dataset.part] ?? ""; break;
    case "table": {
      const table = question.querySelector("table");
      const given = value ?? [];
      while (table.tBodies[0].rows.length < given.length) addRow(table);
      [...table.tBodies[0].rows].forEach((row, number) => {
        for (const field of row.querySelectorAll("[data-column]")) field.value = given[number]?.[field.dataset.column] ?? "";
      });
      break;
    }
    default: fields[0].value = value ?? "";
  }
}
