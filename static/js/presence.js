// Who else has a section open. A section's page beats while it is used; the list of sections only asks.
import { headers, post } from "./post.js";

const place = document.querySelector("[data-presence]");
const { address, section, one, many } = place.dataset;
const EVERY = 20_000;
// A page that is only open is not being edited: after this long without a key or a click it falls silent.
const IDLE = 300_000;
let used = Date.now();
let gone = false;

function tell({ here }) {
  for (const spot of document.querySelectorAll("[data-here]")) {
    const names = here.filter((each) => each.section === spot.dataset.here).map(({ name }) => name);
    const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" }).format(names);
    const sentence = names.length ? (names.length === 1 ? one : many).replace("{name}", list) : "";
    // A live region is read out when it changes, not at each beat.
    if (spot.textContent !== sentence) spot.textContent = sentence;
    const saved = document.querySelector(`[data-last-save="${CSS.escape(spot.dataset.here)}"]`);
    if (saved) saved.hidden = names.length > 0;
  }
}

async function ask() {
  const busy = document.visibilityState === "visible" && Date.now() - used < IDLE;
  let answer = { status: 0 };
  if (section && busy) answer = await post(address, { section });
  else if (document.visibilityState === "visible") {
    try {
      answer = await (await fetch(address, { headers: headers() })).json();
    } catch { /* no network, or signed out: asked again later */ }
  }
  if (answer.here && !gone) tell(answer);
}

for (const event of ["keydown", "pointerdown", "input"]) {
  addEventListener(event, () => {
    const slept = Date.now() - used > IDLE;
    used = Date.now();
    if (slept) ask();
  }, { passive: true });
}
addEventListener("pagehide", () => {
  gone = true;
  if (section) post(address, { section, left: true }, { last: true });
});
addEventListener("pageshow", ({ persisted }) => {
  gone = false;
  if (persisted) ask();
});
document.addEventListener("visibilitychange", ask);
setInterval(ask, EVERY);
ask();
