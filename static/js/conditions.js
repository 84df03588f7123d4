// Questions that hang on the answer to another one. When that one is on another page the portal has decided.
import { read } from "./fields.js";

export function showAndHide(form) {
  // In the form's order: what hangs on a hidden question is hidden with it.
  for (const question of form.querySelectorAll("[data-shown-if]")) {
    const other = form.querySelector(`[data-question="${question.dataset.shownIf}"]`);
    if (!other) continue;
    const given = [read(other)].flat();
    const wanted = JSON.parse(question.dataset.anyOf);
    question.hidden = other.hidden || !given.some((value) => wanted.includes(value));
  }
}
