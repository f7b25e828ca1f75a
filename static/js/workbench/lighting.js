// The pieces of a coded passage, in the text and around it: found, and lit up.

import { article, placeOf } from "./offsets.js";

const MOMENT = 2500; // milliseconds that what was just saved stays lit
const EDGE = 16; // pixels that are left free beside what is brought into view

// A passage has as many pieces as others overlap it: light them all, and its card.
export function light(key) {
  for (const piece of document.querySelectorAll("#workbench .lit")) {
    if (piece.dataset.position !== key) piece.classList.remove("lit");
  }
  for (const piece of piecesOf(key)) piece.classList.add("lit");
  const card = key && document.getElementById(`c-${key}`);
  if (card) reveal(card);
}

const piecesOf = (key) =>
  key ? document.querySelectorAll(`#workbench [data-position="${CSS.escape(key)}"]:not(#panel)`) : [];

// What was just saved shows for a moment. It is not lit as a passage that is worked on, so nothing
// stands in the way of selecting the words beside it.
export function flash(key) {
  light("");
  for (const piece of piecesOf(key)) {
    piece.classList.add("just-saved");
    setTimeout(() => piece.classList.remove("just-saved"), MOMENT);
  }
  const card = document.getElementById(`c-${key}`);
  if (card) reveal(card, document.getElementById(`p-${key}`));
}

// Beside the text the cards scroll by themselves, so that the passage stays where it is read. Where that is not
// enough the page moves as little as it takes, and no further than `number` stays on the screen. Under the text,
// on narrow windows, nothing moves.
function reveal(card, number = null) {
  const side = document.querySelector(".workbench-side");
  if (!side || getComputedStyle(side).position !== "sticky") return;
  side.scrollTop += card.getBoundingClientRect().top - side.getBoundingClientRect().top - EDGE;
  if (!number) return;
  const hidden = card.getBoundingClientRect().bottom + EDGE - window.innerHeight;
  const room = number.getBoundingClientRect().top - EDGE;
  if (hidden > 0 && room > 0) window.scrollBy({ top: Math.min(hidden, room), behavior: "instant" });
}

// Which passage is meant: the one with the focus, else the one in which the caret stands, else the lit one.
export function current() {
  const focused = document.activeElement?.closest("[data-position]:not(#panel)");
  if (focused) return focused.dataset.position;
  if (document.activeElement === article()) {
    const { anchorNode } = document.getSelection();
    const around = anchorNode && (anchorNode.closest ? anchorNode : anchorNode.parentElement).closest("mark[data-position]");
    if (around && article().contains(around)) return around.dataset.position;
  }
  return document.querySelector("#workbench .passage-number.lit")?.dataset.position || "";
}

// The words of a passage as they stand in the text.
export function placeOfPassage(key) {
  const pieces = article()?.querySelectorAll(`mark.passage[data-position="${CSS.escape(key)}"]`) || [];
  if (!pieces.length) return null;
  const range = document.createRange();
  range.setStartBefore(pieces[0]);
  range.setEndAfter(pieces[pieces.length - 1]);
  return placeOf(range);
}
