// Adds the reader's own zone to a moment told in the edition's zone, and tells it to a form that makes an account.
// Without this script the page says all it must.
import { told } from "./moment.js";

const form = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const time of document.querySelectorAll("time[data-zone]")) {
  if (time.dataset.zone === own) continue;
  const at = new Date(time.dateTime);
  const note = document.createElement("span");
  note.className = "note";
  note.textContent = ` · ${told(at, { ...form, timeZone: own })} ${own.replaceAll("_", " ")}`;
  time.after(note);
}
for (const field of document.querySelectorAll("[data-own-zone]")) field.value = own;
