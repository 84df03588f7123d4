// Adds the reader's own zone to a moment told in the edition's zone, and tells it to a form that makes an account.
// Without this script the page says all it must.
import { told } from "./moment.js";

const day = { day: "numeric", month: "long", year: "numeric" };
const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
// Between day and hour, as the server's sentences have it.
const gap = { ko: " ", zh: " ", ar: "، " }[document.documentElement.lang.slice(0, 2)] ?? ", ";
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const time of document.querySelectorAll("time[data-zone]")) {
  if (time.dataset.zone === own) continue;
  const at = new Date(time.dateTime);
  const note = document.createElement("span");
  note.className = "note";
  const [on, when] = [day, hour].map((form) => told(at, { ...form, timeZone: own }));
  note.textContent = ` · ${on}${gap}${when} ${own.replaceAll("_", " ")}`;
  time.after(note);
}
for (const field of document.querySelectorAll("[data-own-zone]")) field.value = own;
