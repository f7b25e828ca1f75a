// Finding words in the text: all hits are marked as one types, Enter goes to the next and Escape back to the
// text with the hit selected. Case, accents and the kind of white space, quote mark and dash do not matter.

import { article, blocksOf, rangeOf, startOf } from "./offsets.js";
import { bringIntoView, canHighlight, rangesIn } from "./ranges.js";
import { goTo } from "./selection.js";

const MOST = 1000; // hits marked; more would be no help
const ALIKE = { "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "−": "-" };

let folded = null; // of the text as it stands on the page
let hits = [];
let current = -1;
let typing;

const field = () => document.querySelector("input[data-find]");

// The text made plain, and for each UTF-16 unit of that the code point of the text it came from.
export function fold(words) {
  const parts = [];
  const from = [];
  let place = 0;
  let blank = false;
  for (const letter of words) {
    let plain = plainly(letter);
    if (plain === " " && blank) plain = "";
    else if (plain) blank = plain === " ";
    parts.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) from.push(place);
    place += 1;
  }
  return { text: parts.join(""), from, length: place };
}

const known = new Map();

function plainly(letter) {
  let plain = known.get(letter);
  if (plain === undefined) {
    if (/\s/u.test(letter)) plain = " ";
    else plain = ALIKE[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\p{M}/gu, "");
    known.set(letter, plain);
  }
  return plain;
}

// The places of the words in a folded text, as code points of the text itself; marks that follow the last letter
// belong to it.
export function places(text, words) {
  const wanted = fold(words).text.trim();
  const found = [];
  if (!wanted) return found;
  for (let at = text.text.indexOf(wanted); at >= 0 && found.length < MOST; at = text.text.indexOf(wanted, at + wanted.length)) {
    const last = at + wanted.length - 1;
    const after = last + 1 < text.from.length ? text.from[last + 1] : text.length;
    found.push({ start: text.from[at], end: Math.max(after, text.from[last] + 1) });
  }
  return found;
}

function search() {
  clearTimeout(typing);
  typing = undefined;
  const input = field();
  const text = article();
  if (!input || !text) return;
  const before = hits[current];
  folded ??= fold(text.textContent);
  hits = places(folded, input.value);
  const from = before ? before.start : firstInView(text);
  current = hits.findIndex((hit) => hit.start >= from);
  if (current < 0 && hits.length) current = 0;
  show();
  if (hits.length) bringIntoView(rangeOf(hits[current].start, hits[current].end));
}

function firstInView(text) {
  const block = blocksOf(text).find((candidate) => candidate.getBoundingClientRect().bottom > 0);
  return block ? startOf(block) : 0;
}

function show(isSearched = true) {
  mark();
  const input = field();
  if (!input) return;
  let told = document.getElementById("found");
  if (!told) {
    told = document.createElement("output");
    told.id = "found";
    told.className = "found";
    input.after(told);
  }
  const count = hits.length === MOST ? `${MOST} or more` : hits.length;
  told.value = isSearched && input.value.trim() ? (hits.length ? `${current + 1} of ${count}` : "not found") : "";
}

function mark() {
  if (!canHighlight()) return;
  CSS.highlights.delete("found");
  CSS.highlights.delete("found-here");
  if (!hits.length) return;
  const all = new Highlight();
  let next = 0;
  for (const block of blocksOf(article())) {
    while (next < hits.length && hits[next].start < startOf(block)) next += 1;
    for (const { range } of rangesIn(block, hits.slice(next))) {
      all.add(range);
      next += 1;
    }
  }
  all.priority = 2;
  CSS.highlights.set("found", all);
  const here = new Highlight(rangeOf(hits[current].start, hits[current].end));
  here.priority = 3;
  CSS.highlights.set("found-here", here);
}

function step(by) {
  if (typing) search();
  else if (hits.length) {
    current = (current + by + hits.length) % hits.length;
    show();
    bringIntoView(rangeOf(hits[current].start, hits[current].end));
  }
}

function leave() {
  if (typing) search();
  const hit = hits[current];
  forget();
  if (hit) goTo(hit.start, hit.end);
  else if (article()) article().focus({ preventScroll: true });
}

function forget() {
  clearTimeout(typing);
  typing = undefined;
  [hits, current] = [[], -1];
  show(false);
}

function onKey(event) {
  if (event.target !== field() || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    if (hits.length || typing) step(event.shiftKey ? -1 : 1);
    else search();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    leave();
  }
}

function prepare() {
  const input = field();
  if (input) {
    const around = input.closest("[data-find-box]");
    if (around) around.hidden = false;
    input.hidden = false;
    input.setAttribute("autocomplete", "off");
  }
  folded = null;
  if (hits.length) {
    const at = current;
    folded = article() ? fold(article().textContent) : null;
    hits = folded && input ? places(folded, input.value) : [];
    current = Math.min(at, hits.length - 1);
    show();
  }
}

export function start() {
  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    clearTimeout(typing);
    typing = setTimeout(search, 120);
  });
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("workbench:changed", prepare);
  prepare();
}
