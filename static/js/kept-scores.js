// Scorecards that have not reached the portal, kept in this browser until they have. One a person, entry and round:
// {content, revision, submitted, at, changes, complete, shown}; `shown` says in words what was given.
const START = "scorecard:";

export const shelf = (key) => `${START}${key}`;
export const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
// The browser may refuse to keep anything (private windows, a full disk): then only the warning on leaving is left.
export const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; } };
export const remove = (name) => { try { localStorage.removeItem(name); } catch { /* see above */ } };

// A person's scorecards that are kept here, oldest first.
export function all(person) {
  const found = [];
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(`${START}${person}/`)) continue;
      const draft = read(name);
      if (draft) found.push({ ...draft, name, reference: name.split("/")[1] });
    }
  } catch { /* see above */ }
  return found.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

export const address = (reference) => `/judging/entries/${reference}`;
export const changes = (drafts) => drafts.reduce((sum, draft) => sum + (draft.changes ?? 1) + (draft.complete ? 1 : 0), 0);
