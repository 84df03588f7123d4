// Adds the reader's own zone to a moment told in the edition's zone. Without this script the page says all it must.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const time of document.querySelectorAll("time[data-zone]")) {
  if (time.dataset.zone === own) continue;
  const at = new Date(time.dateTime);
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: own, numberingSystem: "latn" }).format(at);
  const note = document.createElement("span");
  note.className = "note";
  note.textContent = ` · ${words} ${own.replaceAll("_", " ")}`;
  time.after(note);
}
