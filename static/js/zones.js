// A table of moments says their zone once, above itself, and a button there changes all of it to the reader's own.
// Such tables are the organising team's, whose pages are in English.
import { element } from "./element.js";

const readable = (zone) => zone.replaceAll("_", " ");

export function once(table, times, zone, own, inZone) {
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
