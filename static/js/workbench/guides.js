// Guides for the eye: names of parties and venues and keywords of proposals, lightly marked in the text, those
// in no passage more than those in one. They are highlights of the browser: the text's own DOM stays as it is.

import { announce } from "./announcing.js";
import { article, blocksOf, offsetOf, rangeOf } from "./offsets.js";
import { bringIntoView, canHighlight, rangesIn } from "./ranges.js";
import { goTo } from "./selection.js";

const KEY = "workbench:guides";
const WORDS = { party: "a party", proposal: "a demand or offer", venue: "a venue" };
const drawn = new Map(); // block → the ranges of its mentions
const highlights = {};

const box = () => document.querySelector("input[data-guides]");

function mentionsOf(block) {
  const found = (block.dataset.mentions || "").split(";").filter(Boolean);
  return found
    .map((mention) => {
      const [start, end, what] = mention.trim().split(/\s+/);
      return { start: Number(start), end: Number(end), what };
    })
    .filter(({ start, end, what }) => start < end && what in WORDS)
    .sort((one, other) => one.start - other.start);
}

function highlight(what, coded) {
  const name = `guide-${what}${coded ? "-coded" : ""}`;
  if (!highlights[name]) {
    highlights[name] = new Highlight();
    highlights[name].priority = -1;
    CSS.highlights.set(name, highlights[name]);
  }
  return highlights[name];
}

function draw(block) {
  const ranges = rangesIn(block, mentionsOf(block)).map(({ place, range, coded }) => {
    const kind = highlight(place.what, coded);
    kind.add(range);
    return [kind, range];
  });
  drawn.set(block, ranges);
}

function wipe(block) {
  for (const [kind, range] of drawn.get(block)) kind.delete(range);
  drawn.delete(block);
}

// Blocks are replaced as a whole when something in them changes: what is new is drawn, what is gone is forgotten.
function refresh() {
  const text = article();
  if (!text || !canHighlight()) return;
  const shown = box() && box().checked;
  const blocks = new Set(shown ? text.querySelectorAll("[data-mentions]") : []);
  for (const block of [...drawn.keys()]) if (!blocks.has(block)) wipe(block);
  for (const block of blocks) if (!drawn.has(block)) draw(block);
}

// The switch is in a toolbar that may be replaced: it takes up what was chosen before.
function prepare() {
  const field = box();
  if (field && canHighlight()) {
    field.checked = remembered() !== "off";
    field.hidden = false;
    const around = field.closest("[data-guides-box]") || field.closest("label");
    if (around) around.hidden = false;
  }
  refresh();
}

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function onChange(event) {
  if (!event.target.matches || !event.target.matches("input[data-guides]")) return;
  try {
    localStorage.setItem(KEY, event.target.checked ? "on" : "off");
  } catch {
    // Then it holds until the page is left.
  }
  refresh();
}

// What no passage covers, in the order of the text; a name inside another counts once.
function uncoded() {
  const found = [];
  for (const block of article() ? blocksOf(article()) : []) {
    for (const { place, coded } of rangesIn(block, mentionsOf(block))) {
      const last = found[found.length - 1];
      if (!coded && !(last && place.start < last.end)) found.push(place);
    }
  }
  return found;
}

// Where the reader is: at the selection, or else at the first words on the screen.
function here(forward) {
  const selection = document.getSelection();
  if (selection.rangeCount && article().contains(selection.anchorNode)) {
    const range = selection.getRangeAt(0);
    const start = offsetOf(article(), range.startContainer, range.startOffset);
    return selection.isCollapsed && forward ? start - 1 : start;
  }
  const first = blocksOf(article()).find((block) => block.getBoundingClientRect().bottom > 0);
  return Number((first && first.dataset.start) || 0) - (forward ? 1 : 0);
}

// Take the selection to the next mention that no passage covers (-1: the one before).
export function nextMention(direction) {
  const mentions = uncoded();
  if (!mentions.length) return announce("Every name and keyword is in a passage, or none is known.");
  const forward = direction > 0;
  const place = here(forward);
  let index = forward
    ? mentions.findIndex((mention) => mention.start > place)
    : mentions.findLastIndex((mention) => mention.start < place);
  const around = index < 0;
  if (around) index = forward ? 0 : mentions.length - 1;
  const { start, end, what } = mentions[index];
  goTo(start, end);
  const range = rangeOf(start, end);
  bringIntoView(range);
  const turned = around ? (forward ? "From the beginning again. " : "From the end again. ") : "";
  announce(`${turned}“${range.toString()}”, ${WORDS[what]}: ${index + 1} of ${mentions.length} in no passage.`);
}

export function start() {
  document.addEventListener("change", onChange);
  document.addEventListener("workbench:changed", prepare);
  prepare();
}
