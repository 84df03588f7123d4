// On every page of a judge: says when there is no network and how much waits to be sent, sends what an earlier visit
// left behind, and brings the pack in line with what may be read. Nothing is asked where nothing is kept.
import { element } from "./element.js";
import * as kept from "./kept-scores.js";
import { contents, current, settle } from "./pack.js";
import { isTemporary, newMark, post } from "./post.js";

const place = document.querySelector("[data-offline]");
const words = place.dataset;
const person = document.documentElement.dataset.reader;
// The scorecard that is open here sends itself.
const open = kept.shelf(document.querySelector("form[data-scorecard]")?.dataset.scorecard ?? "");
// A window that is still open sends within a second or so; only what is older was left behind.
const AGE = 2500;
const PAUSE = 15000;
const trouble = new Map();
let timer = 0;
let busy = false;
let sent = 0;

const count = (number, one, many) => (number === 1 ? one : many).replace("{n}", number);
const waiting = () => kept.all(person);

function notice(kind, sentence, ...more) {
  const made = element("div", "", { class: `notice ${kind}` });
  made.append(element("p", sentence), ...more);
  return made;
}

function show(away, signIn = null) {
  const drafts = waiting();
  const parts = [];
  const changes = kept.changes(drafts);
  if (away) parts.push(notice("warning", changes ? `${words.away} ${count(changes, words.one, words.many)}` : words.nothing));
  else if (signIn) parts.push(notice("warning", words.signedOut, element("a", words.signIn, { href: signIn })));
  else if (sent) parts.push(notice("success", count(sent, words.sentOne, words.sentMany)));
  for (const [name, { sentence, choose }] of trouble) {
    const draft = drafts.find((each) => each.name === name);
    if (!draft && !choose) continue;
    const reference = name.split("/")[1];
    const more = [];
    if (choose) more.push(element("a", words.open.replace("{s}", reference), { href: kept.address(reference) }));
    else if (draft?.shown?.length) {
      const list = element("dl", "", { class: "facts" });
      for (const [label, value] of draft.shown) list.append(element("dt", label), element("dd", value, { class: "words", dir: "auto" }));
      const details = element("details");
      const discard = element("button", words.discard, { type: "button", class: "quiet" });
      discard.addEventListener("click", () => { kept.remove(name); trouble.delete(name); show(false); });
      details.append(element("summary", words.typed), list, discard);
      more.push(details);
    }
    parts.push(notice(choose ? "warning" : "refusal", `${reference}: ${sentence}`, ...more));
  }
  place.replaceChildren(...parts);
  document.documentElement.dataset.network = away ? "away" : "here";
  document.dispatchEvent(new CustomEvent("network", { detail: { away } }));
}

// One scorecard that was left behind. False when it is no use to go on.
async function send(draft) {
  const { content, revision, complete } = draft;
  const answer = await post(`${kept.address(draft.reference)}/scores`, { ...content, revision, mark: newMark(), ...(complete ? { then: "complete" } : {}) });
  if (isTemporary(answer) || answer.status === 401) return answer;
  if (answer.state === "saved") {
    // What was typed since stays.
    if (kept.read(draft.name)?.at === draft.at) kept.remove(draft.name);
    sent += 1;
    trouble.delete(draft.name);
    if (answer.missing) trouble.set(draft.name, { sentence: answer.missing.join(" "), choose: true });
  } else trouble.set(draft.name, { sentence: answer.message, choose: answer.state === "conflict" || answer.state === "invalid" });
  return null;
}

async function look() {
  clearTimeout(timer);
  if (busy) return;
  const pack = await current();
  const drafts = waiting();
  if (!pack && !drafts.length) return;
  busy = true;
  const now = await contents();
  let stop = now ? null : { status: 0 };
  for (const draft of now && !now.gone ? drafts : []) {
    if (draft.name === open || Date.now() - (draft.at ?? 0) < AGE) continue;
    stop = await send(draft);
    if (stop) break;
  }
  // After sending: what has just been stored changes the pages that are kept.
  if (now && pack) await contents().then((fresh) => fresh && settle(pack, fresh)).catch(() => {});
  busy = false;
  const isOut = now?.gone || stop?.status === 401;
  show(stop !== null && stop.status !== 401, isOut && waiting().length ? `/account/sign-in?next=${encodeURIComponent(location.pathname)}` : null);
  if (stop && !isOut) timer = setTimeout(look, PAUSE);
  else if (!isOut && waiting().some((draft) => draft.name !== open && !trouble.has(draft.name))) timer = setTimeout(look, AGE);
}

addEventListener("online", look);
addEventListener("offline", look);
addEventListener("storage", () => { if (document.documentElement.dataset.network === "away") show(true); });
document.addEventListener("kept", () => { if (document.documentElement.dataset.network === "away") show(true); });
// Without a network a form goes nowhere; the scorecard's own has its own way.
document.addEventListener("submit", (event) => {
  if (document.documentElement.dataset.network !== "away" || event.defaultPrevented || "scorecard" in event.target.dataset) return;
  event.preventDefault();
  delete event.target.dataset.sent;
  event.submitter?.removeAttribute("aria-busy");
  place.append(notice("refusal", words.needsNetwork));
  place.scrollIntoView();
});
await look();
