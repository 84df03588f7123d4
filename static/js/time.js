// Adds the reader's own zone to a moment told in the edition's zone, and tells it to a form that makes an account.
// Without this script the page says all it must.
import { told } from "./moment.js";

const day = { day: "numeric", month: "long", year: "numeric" };
const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
// Between day and hour, as the server's sentences have it.
const gap = { ko: " ", zh: " ", ar: "، " }[document.documentElement.lang.slice(0, 2)] ?? ", ";
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

function inZone(time, zone) {
  const [on, when] = [day, hour].map((form) => told(new Date(time.dateTime), { ...form, timeZone: zone }));
  return `${on}${gap}${when}`;
}

function span(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}

const alone = new Set(document.querySelectorAll("time[data-zone]"));
for (const table of document.querySelectorAll("table")) {
  const times = [...table.querySelectorAll(":is(td, th) time[data-zone]")];
  if (new Set(times.map((time) => time.dataset.zone)).size !== 1) continue;
  for (const time of times) alone.delete(time);
  // Only pages with such a table fetch what it needs.
  import("./zones.js").then(({ once }) => once(table, times, times[0].dataset.zone, own, inZone));
}
for (const time of alone) {
  if (time.dataset.zone === own) continue;
  // The dot stays with the time before it: no line begins with one.
  const [note, on] = [span("note own", ""), span("on", "")];
  on.append(inZone(time, own));
  note.append(span("dot", "\u00a0·"), " ", on, ` ${own.replaceAll("_", " ")}`);
  time.after(note);
}
for (const field of document.querySelectorAll("[data-own-zone]")) field.value = own;
