// Text that another window or an earlier visit could not send: sent now, wherever in the entries its writer is.
import { forget, kept } from "./drafts.js";
import { isTemporary, post } from "./post.js";

// A window that is still open sends its text within a second; only what is older was left behind.
const AGE = 5000;

// How many were stored, and how many were set aside because somebody else was faster or it was too late.
export async function sendLeftovers(person, isMine = () => true) {
  const told = { saved: 0, aside: 0 };
  for (const draft of (await kept(person)).filter(isMine)) {
    const rest = draft.at + AGE - Date.now();
    if (rest > 0) await new Promise((resolve) => { setTimeout(resolve, Math.min(rest, AGE)); });
    // Sent meanwhile by the window it was typed in?
    if (!(await kept(person)).some(({ id, mark }) => id === draft.id && mark === draft.mark)) continue;
    const { value, revision, mark, over } = draft;
    const answer = await post(draft.address, { value, revision, mark, over, person });
    if (isTemporary(answer) || answer.status === 401) break;
    if (!["saved", "conflict", "late"].includes(answer.state)) continue;
    await forget(draft.id, mark);
    told[answer.state === "saved" ? "saved" : "aside"] += 1;
  }
  return told;
}

const place = document.querySelector("[data-leftovers]");
if (place) {
  const told = await sendLeftovers(Number(place.dataset.leftovers));
  for (const kind of ["saved", "aside"]) {
    if (told[kind]) place.querySelector(`[data-if="${kind}"]`).hidden = false;
  }
}
