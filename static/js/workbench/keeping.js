// The drafts of this person and article in the browser's storage: a slot for each position that is corrected,
// and one for each place at which a new one was begun.
//
// A draft is {kind, position, fields, at}; its fields are pairs of a name and a value. Whatever else lies there,
// cut short or from another time, is passed over.

const MOST = 30; // drafts of an article; the oldest go first
const held = new Map(); // where the browser stores nothing: as long as the page is

const prefix = () => {
  const { user, article } = document.getElementById("workbench").dataset;
  return `workbench:draft:${user}:${article}:`;
};

export const value = (draft, name) => draft.fields.find(([field]) => field === name)?.[1] || "";
export const slotOf = (draft) => (draft.kind === "edit" ? `edit:${draft.position}` : `new:${value(draft, "start")}`);

const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");

function isDraft(draft) {
  if (!draft || !Array.isArray(draft.fields) || !draft.fields.every(isPair)) return false;
  if (!draft.fields.some(([name]) => name === "quote") || Number.isNaN(new Date(draft.at).getTime())) return false;
  return draft.kind === "new" || (draft.kind === "edit" && typeof draft.position === "string");
}

function parsed(text) {
  try {
    const draft = JSON.parse(text);
    return isDraft(draft) ? draft : null;
  } catch {
    return null;
  }
}

function stored() {
  try {
    return Object.keys(localStorage).map((key) => [key, localStorage.getItem(key)]);
  } catch {
    return [];
  }
}

// The latest first.
export function drafts() {
  const own = [...stored(), ...held].filter(([key]) => key.startsWith(prefix()));
  return own.map(([, text]) => parsed(text)).filter(Boolean).sort((one, other) => other.at - one.at);
}

export function keep(draft) {
  const [key, text] = [prefix() + slotOf(draft), JSON.stringify(draft)];
  try {
    localStorage.setItem(key, text);
    held.delete(key);
  } catch {
    held.set(key, text);
  }
  for (const old of drafts().slice(MOST)) drop(slotOf(old));
}

export function drop(slot) {
  held.delete(prefix() + slot);
  try {
    localStorage.removeItem(prefix() + slot);
  } catch {
    // Nothing is stored, so nothing is left.
  }
}
