// Words and characters while typing, by the portal's own rule: words are runs between white space (Python's, which
// is not quite JavaScript's), characters are code points. Over the limit is shown, nothing is cut.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

export const countWords = (text) => text.split(SPACE).filter(Boolean).length;
export const countCharacters = (text) => [...text].length;

function tell(place, words) {
  const field = document.getElementById(place.id.replace(/^count-/, "q-"));
  const said = [];
  let over = 0;
  for (const [limit, have, sentence, more] of [
    [place.dataset.maxWords, countWords(field.value), words.words, words.wordsOver],
    [place.dataset.maxCharacters, countCharacters(field.value), words.characters, words.charactersOver],
  ]) {
    if (!limit) continue;
    over = Math.max(over, have - limit);
    said.push((have > limit ? more : sentence).replace("{have}", have).replace("{limit}", limit).replace("{over}", have - limit));
  }
  place.classList.toggle("over", over > 0);
  place.textContent = said.join(", ");
}

export function count(form) {
  for (const place of form.querySelectorAll("[data-counter]")) tell(place, form.dataset);
}
