// An entry saves itself, question by question. What could not be sent stays in this browser and is sent again;
// nothing is overwritten: when somebody else was faster both texts are shown. Without this script the buttons do.
import { showAndHide } from "./conditions.js";
import { count } from "./counter.js";
import { forget, keep, kept } from "./drafts.js";
import { element } from "./element.js";
import { fill, read } from "./fields.js";
import { sendLeftovers } from "./leftovers.js";
import { isTemporary, newMark, post } from "./post.js";
import { told as tellTime } from "./moment.js";
import { offerRows } from "./rows.js";

const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
const person = Number(words.person);
const told = form.querySelector("[data-told]");
const whole = form.querySelector("[data-page-state]");
const WINDOW = newMark();
const PAUSE = 800;
const FIRST = 2000;
const LONGEST = 30000;

let running = null;
let retry = 0;
let wait = FIRST;
let lastSaved = "";
let going = false; // everything is sent and the page itself goes to the portal

// One a question: what it says, what the portal holds, the revision that was typed over, the mark of this act.
const questions = [...form.querySelectorAll("[data-question]")]
  .filter((el) => el.querySelector("[data-save-state]"))
  .map((el) => {
    const key = el.dataset.question;
    const field = el.querySelector(`input[name="rev-${CSS.escape(key)}"]`);
    field.value = field.defaultValue;
    const stored = JSON.stringify(read(el, true));
    return {
      key, el, field, stored, said: stored, revision: Number(field.value), mark: null, id: `${person}/${words.entry}/${key}/${WINDOW}`,
      state: "", timer: 0, due: false, sending: false, kept: true, conflict: null, refused: false,
      over: [], // marks of acts that had no answer: the portal knows which of them arrived
    };
  });
const isUnsent = (q) => q.said !== q.stored;
const message = (q, said, mark) => ({ value: JSON.parse(said), revision: q.revision, mark, over: q.over.filter((each) => each !== mark).slice(-50), person });
const clock = (at) => tellTime(new Date(at), { hour: "2-digit", minute: "2-digit" });
const label = (q) => q.el.querySelector("legend, label, .label").firstChild.textContent.trim();

function tell(q, state, sentence) {
  q.state = state;
  const place = q.el.querySelector("[data-save-state]");
  place.dataset.state = state;
  if (state === "saved") q.el.querySelector(".history-link").hidden = false;
  if (place.textContent !== sentence) place.textContent = sentence;
  const worst = ["conflict", "unsaved", "saving"].find((each) => questions.some((other) => other.state === each));
  const now = worst ?? (lastSaved ? "saved" : "");
  const unsaved = questions.some((other) => other.due) ? words.unsaved : words.refused;
  const said = { conflict: words.conflict, unsaved, saving: words.saving, saved: lastSaved, "": words.ready }[now];
  whole.dataset.state = now;
  if (whole.textContent !== said) whole.textContent = said;
}

function say(kind, sentence, ...more) {
  if (told.dataset.kind === `${kind} ${sentence}`) return; // an alert is read out once, not at each try
  const notice = element("div", "", { class: `notice ${kind}`, role: kind === "success" ? "status" : "alert" });
  notice.append(element("p", sentence), ...more);
  told.replaceChildren(notice);
  told.dataset.kind = `${kind} ${sentence}`;
}

function hush() {
  if (!told.dataset.kind || told.dataset.kind.startsWith("success")) return;
  told.replaceChildren();
  told.dataset.kind = "";
}

function store(q) {
  const { id, key, mark, over, revision } = q;
  q.kept = false;
  const draft = { id, person, entry: words.entry, question: key, address: q.el.dataset.address, value: JSON.parse(q.said), revision, mark, over, at: Date.now() };
  return keep(draft).then((done) => { if (q.mark === mark) q.kept = done; });
}

function changed(q) {
  const said = JSON.stringify(read(q.el));
  if (said === q.said) return;
  const before = q.mark;
  q.said = said;
  q.refused = false;
  clearTimeout(q.timer);
  q.timer = 0;
  if (!isUnsent(q) && !q.sending && !q.conflict) {
    q.due = false;
    forget(q.id, before);
    return tell(q, "", "");
  }
  q.mark = newMark();
  store(q);
  if (q.conflict) return;
  tell(q, "saving", words.saving);
  q.timer = setTimeout(() => due(q), PAUSE);
}

function due(q) {
  clearTimeout(q.timer);
  q.timer = 0;
  q.due = true;
  return run();
}

// One message at a time, in the form's order.
function run() {
  running ??= work().finally(() => { running = null; });
  return running;
}

async function work() {
  clearTimeout(retry);
  for (let q; (q = questions.find((each) => each.due)); ) {
    if (await send(q)) continue;
    for (const each of questions) if (each.due) tell(each, "unsaved", words.unsaved);
    retry = setTimeout(run, wait);
    wait = Math.min(wait * 2, LONGEST);
    return;
  }
}

// Whether the portal has answered; what it said is shown.
async function send(q) {
  const { said, mark } = q;
  q.due = false;
  if (!isUnsent(q) || q.conflict) return true;
  tell(q, "saving", words.saving);
  q.sending = true;
  if (!q.over.includes(mark)) q.over = [...q.over, mark];
  const answer = await post(q.el.dataset.address, message(q, said, mark));
  q.sending = false;
  if (isTemporary(answer) || answer.status === 401) {
    q.due = true;
    if (answer.status === 401) {
      say("warning", answer.message ?? words.signedOut, element("a", words.signIn, { href: answer.sign_in ?? "/account/sign-in", target: "_blank", rel: "noopener" }));
    }
    return false;
  }
  wait = FIRST;
  q.over = [];
  hush();
  if (answer.state === "saved") saved(q, said, mark, answer);
  else if (answer.state === "conflict") both(q, mark, answer);
  else if (answer.state === "late") late(q, said, mark, answer);
  else {
    q.refused = true;
    tell(q, "unsaved", answer.message ?? words.refused);
  }
  return true;
}

function saved(q, said, mark, answer) {
  q.revision = answer.revision;
  q.field.value = answer.revision;
  forget(q.id, mark);
  lastSaved = words.saved.replace("{at}", clock(answer.at ?? Date.now()));
  const hints = q.el.querySelector("[data-hints]");
  hints.replaceChildren(...(answer.hints ?? []).map((sentence) => element("p", sentence, { class: "hint" })));
  q.stored = said;
  if (isUnsent(q)) {
    if (!q.timer) q.due = true;
    return;
  }
  // An old text came back to a page that had not touched it: what is stored now stands.
  if (JSON.stringify(answer.value) !== said) { fill(q.el, answer.value); q.stored = q.said = JSON.stringify(read(q.el)); refresh(); }
  q.kept = true;
  tell(q, "saved", lastSaved);
}

function late(q, said, mark, answer) {
  // The portal has set it aside: it is kept there, and is not part of the entry.
  q.stored = said;
  q.kept = true;
  forget(q.id, mark);
  tell(q, "unsaved", answer.message);
  say("refusal", `${answer.message} ${words.setAside}`);
}

function both(q, mark, answer) {
  const { theirs, yours } = answer;
  q.kept = true;
  const panel = element("div", "", { class: "notice warning conflict-here", role: "alert", tabindex: "-1" });
  const side = (kind, heading, text) => {
    const made = element("section", "", { class: kind });
    made.append(element("h3", heading), element("div", text, { class: "words-of-entry", dir: "auto" }));
    return made;
  };
  const sides = element("div", "", { class: "both" });
  const at = theirs.at ? clock(theirs.at) : "";
  sides.append(side("theirs", words.theirs.replace("{name}", theirs.by).replace("{at}", at), theirs.text), side("yours", words.yours, yours.text));
  const settle = (words_of_it, kind, choose) => {
    const button = element("button", words_of_it, { type: "button", class: kind });
    button.addEventListener("click", () => {
      panel.remove();
      const before = q.mark;
      q.conflict = null;
      q.revision = answer.revision;
      q.field.value = answer.revision;
      q.stored = JSON.stringify(theirs.value);
      choose(before);
      named(q)?.focus();
    });
    return button;
  };
  const actions = element("div", "", { class: "actions" });
  actions.append(
    settle(words.keepYours, "", () => { q.mark = newMark(); store(q); due(q); }),
    settle(words.keepTheirs, "quiet", (before) => {
      fill(q.el, theirs.value);
      q.stored = q.said = JSON.stringify(read(q.el));
      q.kept = true;
      forget(q.id, before);
      refresh();
      tell(q, "saved", words.storedNow);
    }),
  );
  if (["short_text", "long_text"].includes(q.el.dataset.type)) {
    actions.append(settle(words.merge, "quiet", () => {
      fill(q.el, `${theirs.text}\n\n${read(q.el)}`);
      changed(q);
      refresh();
    }));
  }
  panel.append(element("p", words.bothSentence), sides, actions);
  q.conflict = panel;
  q.el.append(panel);
  tell(q, "conflict", words.conflict);
}

const named = (q) => q.el.querySelector('[name^="q-"]');
const of = (target) => questions.find((q) => q.el.contains(target));

function refresh() {
  showAndHide(form);
  count(form);
}

// Sends all there is to send. Whether nothing is left that waits for the portal or for a choice.
async function settle() {
  for (const q of questions) if (isUnsent(q) && !q.conflict && !q.refused) { clearTimeout(q.timer); q.timer = 0; q.due = true; }
  await run();
  return !questions.some((q) => q.due || q.conflict);
}

form.addEventListener("input", ({ target }) => { const q = of(target); if (q) { changed(q); refresh(); } });
form.addEventListener("change", ({ target }) => { const q = of(target); if (q) { changed(q); if (q.timer) due(q); } });
form.addEventListener("focusout", ({ target }) => { const q = of(target); if (q?.timer) due(q); });

// Everything is sent first; then the page goes. While the portal cannot be reached the page stays, with the text.
form.addEventListener("submit", async (event) => {
  if (going) return;
  event.preventDefault();
  const { submitter } = event;
  if (await settle()) {
    going = true;
    // Not while the first event is still told to others: the browser would ignore the second.
    setTimeout(() => form.requestSubmit(submitter));
    return;
  }
  const open = questions.find((q) => q.conflict);
  if (open) open.conflict.focus();
  else if (!told.dataset.kind?.startsWith("warning")) say("warning", words.unreachable);
});

for (const leave of document.querySelectorAll('form[action$="/sign-out"]')) {
  leave.addEventListener("submit", async (event) => {
    if (!questions.some(isUnsent) || leave.dataset.settled) return;
    event.preventDefault();
    await Promise.race([settle(), new Promise((resolve) => { setTimeout(resolve, 4000); })]);
    leave.dataset.settled = "yes";
    leave.requestSubmit();
  });
}

addEventListener("online", run);
addEventListener("focus", run);
addEventListener("beforeunload", (event) => {
  if (!going && questions.some((q) => isUnsent(q) && !q.kept)) event.preventDefault();
});
// The last words before the page is left still go out; if that fails they are in this browser.
addEventListener("pagehide", () => {
  if (going) return;
  for (const q of questions) {
    if (isUnsent(q) && !q.conflict && !q.refused) post(q.el.dataset.address, message(q, q.said, q.mark), { last: true });
  }
});
addEventListener("pageshow", ({ persisted }) => {
  going = false;
  if (persisted) run();
});

// The browser's own memory of a form knows nothing of what others saved since; ours does.
form.autocomplete = "off";
offerRows(form);
refresh();
for (const q of questions) changed(q);
if (!questions.some(isUnsent)) whole.textContent = words.ready;

// What was typed here and never arrived. Its revision goes with it, so nobody's text is overwritten.
const drafts = await kept(person);
const back = [];
const taken = new Set();
for (const q of questions) {
  const draft = drafts.find(({ entry, question }) => entry === words.entry && question === q.key);
  if (!draft || isUnsent(q)) continue;
  taken.add(draft.id);
  if (JSON.stringify(draft.value) === q.stored) { forget(draft.id, draft.mark); continue; }
  // The same text may have been saved and written over since: asking with its own mark tells.
  const sent = draft.revision === q.revision ? null : await post(draft.address, { value: draft.value, revision: draft.revision, mark: draft.mark, over: draft.over, person });
  if (sent?.state === "saved") { forget(draft.id, draft.mark); continue; }
  fill(q.el, draft.value);
  q.said = JSON.stringify(read(q.el));
  q.revision = draft.revision;
  q.mark = draft.mark;
  q.over = draft.over ?? [];
  await store(q);
  await forget(draft.id, draft.mark);
  back.push(q);
  if (sent?.state === "conflict") both(q, q.mark, sent);
  else q.due = true;
}
if (back.length) {
  const list = element("ul");
  for (const q of back) {
    const item = element("li");
    item.append(element("a", label(q), { href: `#${named(q).id}` }));
    list.append(item);
  }
  say("success", words.broughtBack, list);
  refresh();
  run();
}
sendLeftovers(person, ({ id }) => !taken.has(id) && !id.endsWith(WINDOW));
