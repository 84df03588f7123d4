// Adds the reader's own zone to a moment told in the edition's zone, and tells it to a form that makes an account.
// A table says the zone once, above itself, and a button there changes all of it to the reader's own.
// Without this script the page says all it must.
import { element } from "./element.js";
import { told } from "./moment.js";

const day = { day: "numeric", month: "long", year: "numeric" };
const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
// Between day and hour, as the server's sentences have it.
const gap = { ko: " ", zh: " ", ar: "، " }[document.documentElement.lang.slice(0, 2)] ?? ", ";
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const readable = (zone) => zone.replaceAll("_", " ");

function inZone(time, zone) {
  const [on, when] = [day, hour].map((form) => told(new Date(time.dateTime), { ...form, timeZone: zone }));
  return `${on}${gap}${when}`;
}

// Tables of moments are the organising team's, whose pages are in English.
function once(table, times, zone) {
  const line = element("p", "", { class: "note zones" });
  const words = element("span", `Times are those of ${readable(zone)}. `, { role: "status" });
  const button = element("button", `Show those of ${readable(own)}`, { type: "button", class: "link" });
  let shown = zone;
  button.addEventListener("click", () => {
    const before = shown;
    shown = shown === zone ? own : zone;
    for (const time of times) time.querySelector(".on").textContent = inZone(time, shown);
    words.textContent = `Times are those of ${readable(shown)}. `;
    button.textContent = `Show those of ${readable(before)}`;
  });
  line.append(words, ...(zone === own ? [] : [button]));
  (table.closest(".table-scroll") ?? table).before(line);
  table.classList.add("told-once");
}

const alone = new Set(document.querySelectorAll("time[data-zone]"));
for (const table of document.querySelectorAll("table")) {
  const times = [...table.querySelectorAll(":is(td, th) time[data-zone]")];
  const zones = new Set(times.map((time) => time.dataset.zone));
  if (zones.size !== 1) continue;
  once(table, times, times[0].dataset.zone);
  for (const time of times) alone.delete(time);
}
for (const time of alone) {
  if (time.dataset.zone === own) continue;
  const [note, on] = [element("span", " ", { class: "note own" }), element("span", "", { class: "on" })];
  on.append(element("span", "· ", { class: "dot" }), inZone(time, own));
  note.append(on, ` ${readable(own)}`);
  time.after(note);
}
for (const field of document.querySelectorAll("[data-own-zone]")) field.value = own;
