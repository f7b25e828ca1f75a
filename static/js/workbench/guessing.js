// Who speaks, and of what: guessed from the words of the text, for the reader to accept or to type over.

import { article, rangeOf } from "./offsets.js";

const FAR = 4000; // characters before the quote in which a name still counts
const BEGINNING = 4; // characters: a quotation mark, an article
let guesses = false;

export const isGuessing = () => guesses;

export function fold(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const listed = (words) => (words || "").split(";").map((word) => word.trim()).filter(Boolean);
const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");

// A name in capitals ("US") is only itself, any other is also found at the start of a sentence.
function pattern(name) {
  const isExact = name.length <= 4 && name === name.toUpperCase();
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, isExact ? "gu" : "giu");
}

// Every place of `words` at which one of the parties is named: {value, at, length}.
function named(select, words) {
  const found = [];
  for (const option of select.options) {
    if (!option.value) continue;
    for (const name of listed(option.dataset.names || option.text)) {
      for (const match of words.matchAll(pattern(name))) {
        found.push({ value: option.value, at: match.index, length: match[0].length });
      }
    }
  }
  return found;
}

// The name that ends last; of two that end there, the longer one.
function last(found) {
  const end = (name) => name.at + name.length;
  return found.reduce((best, name) => (!best || end(name) > end(best) || (end(name) === end(best) && name.length > best.length) ? name : best), null);
}

const first = (found) =>
  found.reduce((best, name) => (!best || name.at < best.at || (name.at === best.at && name.length > best.length) ? name : best), null);

// The words before the quote, its own paragraph apart from those before it.
function before(start) {
  const text = article();
  const words = rangeOf(Math.max(0, start - FAR), start)?.toString() || "";
  if (!text) return ["", ""];
  const own = Math.max(words.lastIndexOf("\n"), words.lastIndexOf("\r")) + 1;
  return [words.slice(own), words.slice(0, own)];
}

// A name with which the quote begins; else the nearest before it in its paragraph. Where there is none, whoever
// put the demand: a name inside the quote is more often the one of whom something is wanted. Else that name;
// else the nearest further up.
function partyOf(select, { start, quote }, proposer) {
  const [near, far] = before(start);
  const inside = first(named(select, quote));
  const speaker = inside && inside.at <= BEGINNING ? inside : last(named(select, near));
  return speaker?.value || proposer || (inside || last(named(select, far)))?.value;
}

const SMALL = new Set("about after against also and any are been before being between both but for from has have into its more not now off only other out over shall should than that the their them then there these they this those under until upon was were which will with would".split(" "));
const wordsOf = (words) => new Set(fold(words).match(/[\p{L}\p{N}]{3,}/gu)?.filter((word) => !SMALL.has(word)) || []);

// Keywords that stand in the quote count by their length; words of the title only when there is more than one,
// and never the names of parties, which stand in nearly every quote.
function proposalOf(select, parties, { quote }) {
  const folded = fold(quote);
  const inQuote = wordsOf(quote);
  const names = wordsOf([...parties.options].map((option) => option.dataset.names || option.text).join(" "));
  let best = null;
  for (const option of select.options) {
    if (!option.value) continue;
    let score = 0;
    for (const keyword of listed(option.dataset.keywords)) {
      const start = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(fold(keyword))}`, "u");
      if (start.test(folded)) score += 4 + keyword.length;
    }
    const shared = [...wordsOf(option.dataset.title || option.text)].filter((word) => inQuote.has(word) && !names.has(word));
    if (shared.length > 1 || score) score += 3 * shared.length;
    const used = Number(option.dataset.used || 1e6);
    if (score && (!best || score > best.score || (score === best.score && used < best.used))) best = { option, score, used };
  }
  return best?.option.value || "";
}

function set(select, value) {
  if (!select || !value || select.value === value) return;
  select.value = value;
  guesses = true;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  guesses = false;
}

// Fill in what the selected words suggest.
export function guess(form, place) {
  const { party, proposal } = form.elements;
  if (!party?.options || !proposal?.options) return;
  const value = proposalOf(proposal, party, place);
  const put = [...proposal.options].find((option) => value && option.value === value);
  set(party, partyOf(party, place, put?.dataset.kind === "demand" ? put.dataset.proposer : ""));
  if (value) set(proposal, value);
  else if (proposal.value) {
    proposal.value = "";
    guesses = true;
    proposal.dispatchEvent(new Event("change", { bubbles: true }));
    guesses = false;
  }
}

// Whoever is typed as the speaker speaks for the party whose name is part of it.
export function guessFromSpeaker(form) {
  const { party, speaker } = form.elements;
  if (party?.options && speaker) set(party, last(named(party, speaker.value))?.value);
}
