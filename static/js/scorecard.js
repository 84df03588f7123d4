// A scorecard saves itself. What could not be sent stays in this browser and is sent again; nothing is overwritten:
// when another window was faster both versions are shown. Without this script the buttons do the same.
import { element } from "./element.js";
import * as store from "./kept-scores.js";
import { HOME, current } from "./pack.js";
import { isTemporary, newMark, post } from "./post.js";

const form = document.querySelector("form[data-scorecard]");
const words = form.dataset;
const shelf = store.shelf(words.scorecard);
const known = `known:${words.scorecard}`;
const state = form.querySelector("[data-save-state]");
const told = form.querySelector("[data-told]");
const total = form.querySelector("[data-total]");
const groups = [...form.querySelectorAll("[data-criterion]")];
const PAUSE = 800;
const LONGEST = 30000;

let revision = Number(form.elements.revision.value);
// What the portal holds, as far as this window knows; empty when the page came back with something it could not take.
let sent = "unstored" in words ? "" : JSON.stringify(content());
let mark = null; // of the act of saving under way: sent again it is the same act
let timer = 0;
let wait = 2000;
let busy = false;
let pressed = null; // a button pressed while something is on its way: it counts once that has arrived
let complete = false; // "Complete" was pressed without a network: it is done when this has arrived
let away = false; // nobody answered the last time, or offline.js found no network
let through = false; // a button whose form is sent as it is: somebody has just answered
let halted = false; // both versions are on the page, or it is too late: nothing is sent until somebody chooses

function content() {
  const scores = {};
  for (const group of groups) {
    const key = group.dataset.criterion;
    const chosen = group.querySelector("input[type=radio]:checked");
    const step = chosen && chosen.value !== "" ? (chosen.value === "na" ? "na" : Number(chosen.value)) : null;
    const comment = form.elements[`comment-${key}`].value;
    if (step !== null || comment !== "") scores[key] = { step, comment };
  }
  return { scores, comment_for_city: form.elements.comment_for_city.value, private_note: form.elements.private_note.value };
}

function fill(given) {
  for (const group of groups) {
    const key = group.dataset.criterion;
    const { step = null, comment = "" } = given.scores[key] ?? {};
    for (const radio of group.querySelectorAll("input[type=radio]")) radio.checked = radio.value === (step === null ? "" : String(step));
    form.elements[`comment-${key}`].value = comment;
  }
  form.elements.comment_for_city.value = given.comment_for_city;
  form.elements.private_note.value = given.private_note;
}

// What is given, in words, and in how many places it is not what the portal holds.
const points = (given, group) => {
  const step = given.scores[group.dataset.criterion]?.step ?? null;
  return step === null ? words.dash : group.querySelector(`input[value="${step}"] + label`).textContent;
};
function lines(given) {
  const found = [];
  for (const group of groups) {
    const key = group.dataset.criterion;
    found.push([group.dataset.title, points(given, group)]);
    found.push([form.querySelector(`label[for="comment-${key}"]`).textContent, given.scores[key]?.comment ?? ""]);
  }
  for (const name of ["comment_for_city", "private_note"]) found.push([form.querySelector(`label[for="${name}"]`).textContent, given[name]]);
  return found;
}
function changes(mine) {
  const stored = sent ? lines(JSON.parse(sent)) : [];
  return lines(mine).filter(([, value], place) => value !== (stored[place]?.[1] ?? "")).length;
}

function keep(submitted = false) {
  const mine = content();
  const shown = lines(mine).filter(([, value]) => value !== "" && value !== words.dash);
  store.write(shelf, { content: mine, revision, submitted, complete, at: Date.now(), changes: changes(mine), shown });
  document.dispatchEvent(new CustomEvent("kept"));
}
const forget = () => store.remove(shelf);
const kept = () => store.read(shelf);

function tell(kind, sentence) {
  state.dataset.state = kind;
  if (state.textContent !== sentence) state.textContent = sentence;
}

function say(kind, sentence, ...more) {
  const notice = element("div", "", { class: `notice ${kind}`, role: kind === "success" ? "status" : "alert" });
  notice.append(element("p", sentence), ...more);
  told.replaceChildren(notice);
}

function changed() {
  complete = false;
  if (JSON.stringify(content()) === sent) { forget(); return; }
  keep();
  mark = null;
  if (halted) return;
  clearTimeout(timer);
  tell("saving", words.saving);
  timer = setTimeout(send, PAUSE);
}

function again() {
  clearTimeout(timer);
  tell("unsaved", complete ? words.toComplete : words.unsaved);
  timer = setTimeout(send, wait);
  wait = Math.min(wait * 2, LONGEST);
}

async function send() {
  clearTimeout(timer);
  if (busy || halted) return;
  const now = content();
  const said = JSON.stringify(now);
  if (said === sent && !complete && !pressed) { forget(); return; }
  mark ??= newMark();
  busy = true;
  tell("saving", words.saving);
  const answer = await post(form.action, { ...now, revision, mark, ...(complete ? { then: "complete" } : {}) });
  busy = false;
  const button = pressed;
  pressed = null;
  away = answer.status === 0;
  if (isTemporary(answer)) return button ? goOn(button) : again();
  if (button) {
    // Its form carries the revision that has just been stored, so that the two do not take each other for strangers.
    if (answer.state === "saved") saved(said, answer);
    through = true;
    return form.requestSubmit(button);
  }
  if (answer.state === "saved") return saved(said, answer);
  if (answer.state === "conflict") return both(answer);
  if (answer.status === 401) {
    const link = element("a", words.signIn, { href: answer.sign_in ?? "/account/sign-in", target: "_blank", rel: "noopener" });
    say("warning", words.signedOut, link);
    return again();
  }
  // Refused: too late, off the scale, taken off. What was typed stays on the page and in this browser.
  halted = answer.state !== "invalid";
  tell("unsaved", words.refused);
  say("refusal", answer.message);
}

// A button pressed without a network: what it asks for is kept, and the way leads on inside the pack.
async function goOn(button) {
  complete = button.value === "complete";
  // Also what the portal holds already, when it is to be completed.
  if (complete || JSON.stringify(content()) !== sent) keep();
  again();
  const pack = button.value === "save" ? null : await current();
  if (!pack) return undefined;
  const references = pack.meta.entries.map((each) => each.reference);
  const next = references[references.indexOf(words.scorecard.split("/")[1]) + 1];
  return location.assign(next ? store.address(next) : HOME);
}

function saved(said, answer) {
  // A pack holds the page as it was made: what it says now is kept beside it, for the next time without a network.
  current().then((pack) => pack && store.write(known, { content: JSON.parse(said), revision: answer.revision, total: answer.total }));
  if (answer.completed) { forget(); return location.assign(HOME); }
  if (answer.missing) say("refusal", answer.missing.join(" "));
  complete = false;
  sent = said;
  mark = null;
  wait = 2000;
  revision = form.elements.revision.value = answer.revision;
  if (!answer.missing) told.replaceChildren();
  tell("saved", answer.message);
  if (total) total.textContent = answer.total;
  if (JSON.stringify(content()) === sent) forget();
  else changed();
  return undefined;
}

function both(answer) {
  halted = true;
  tell("conflict", words.both);
  const mine = content();
  const table = element("table");
  const head = table.createTHead().insertRow();
  for (const label of [words.what, words.stored, words.yours]) head.append(element("th", label, { scope: "col" }));
  const body = table.createTBody();
  const row = (label, theirs, yours) => {
    if (theirs === yours) return;
    const made = body.insertRow();
    made.append(element("th", label, { scope: "row" }), element("td", theirs), element("td", yours));
  };
  const yours = lines(mine);
  for (const [place, [label, theirs]] of lines(answer.stored).entries()) row(label, theirs, yours[place][1]);
  const settle = (label, quiet, choose) => {
    const button = element("button", label, { type: "button", class: quiet });
    button.addEventListener("click", () => {
      halted = false;
      revision = form.elements.revision.value = answer.revision;
      sent = JSON.stringify(answer.stored);
      mark = null;
      told.replaceChildren();
      choose();
      state.tabIndex = -1;
      state.focus();
    });
    return button;
  };
  const actions = element("div", "", { class: "actions" });
  actions.append(
    settle(words.keepYours, "", () => send()),
    settle(words.keepStored, "quiet", () => { fill(answer.stored); sent = JSON.stringify(content()); forget(); tell("saved", words.stored); if (total) total.textContent = answer.total_stored; }),
  );
  const scroll = element("div", "", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": words.both });
  scroll.append(table);
  say("warning", answer.message, scroll, actions);
}

form.addEventListener("input", changed);
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (busy) {
    event.preventDefault();
    pressed = event.submitter;
    return;
  }
  if ((away || !navigator.onLine) && !through && event.submitter) {
    event.preventDefault();
    pressed = event.submitter;
    return void send();
  }
  halted = true;
  if (kept()) keep(true);
});
document.addEventListener("network", (event) => { away = event.detail.away; });
addEventListener("online", send);
// The last words before the page is left still go out; if that fails they are in this browser.
addEventListener("pagehide", () => {
  const now = content();
  if (halted || JSON.stringify(now) === sent) return;
  keep();
  if (!away && navigator.onLine) post(form.action, { ...now, revision, mark: (mark ??= newMark()) }, { last: true });
});
addEventListener("pageshow", (event) => {
  halted = halted && !event.persisted;
  if (event.persisted) send();
});

// Keys, only while a criterion's scale is in focus: a typed comment is never taken for a command.
form.addEventListener("keydown", (event) => {
  const radio = event.target;
  if (radio.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
  const group = radio.closest("[data-criterion]");
  const radios = [...group.querySelectorAll("input[type=radio]")];
  const label = (each) => Number(each.nextElementSibling.textContent);
  let wanted = null;
  if (/^[0-9]$/.test(event.key)) wanted = radios.find((each) => each.value !== "" && label(each) === Number(event.key));
  else if (event.key === "." || event.key === ",") {
    const chosen = radios.find((each) => each.checked && each.value !== "");
    wanted = chosen && radios.find((each) => each.value !== "" && label(each) === Math.floor(label(chosen)) + 0.5);
  } else if (event.key === "-") wanted = radios.find((each) => each.value === "");
  else if (event.key === "x") wanted = radios.find((each) => each.value === "na");
  else if (event.key === "n" || event.key === "p") {
    const next = groups[groups.indexOf(group) + (event.key === "n" ? 1 : -1)];
    (next?.querySelector("input[type=radio]:checked") ?? next?.querySelector("input[type=radio]"))?.focus();
    event.preventDefault();
    return;
  }
  if (!wanted) return;
  event.preventDefault();
  wanted.checked = true;
  wanted.focus();
  changed();
});

// What was typed here and never arrived: brought back. Its own revision goes with it, so nobody's is overwritten.
const later = store.read(known);
if (later && later.revision > revision) {
  fill(later.content);
  revision = form.elements.revision.value = later.revision;
  sent = JSON.stringify(content());
  if (total) total.textContent = later.total;
} else if (later) store.remove(known);
const left = kept();
if (left && !left.complete && JSON.stringify(left.content) === JSON.stringify(content())) {
  if (sent) forget();
} else if (left) {
  fill(left.content);
  revision = left.revision;
  complete = left.complete === true;
  say("success", words.broughtBack);
  send();
}
