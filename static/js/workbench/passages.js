// The coded passages in the text: clicked on, opened in the panel, gone to one after the other.

import { announce } from "./announcing.js";
import { light } from "./lighting.js";
import { article } from "./offsets.js";
import * as panel from "./panel.js";

const MOVED = 4; // pixels; more is a selection
const SECOND_CLICK = 220; // milliseconds in which a second click would make it the choice of a word

let pressed = null;
let clicked;

const mayEdit = () => "mayEdit" in (document.getElementById("workbench")?.dataset || {});
const numbers = () => [...(article()?.querySelectorAll("a.passage-number[data-position]") || [])];

const keyInAddress = () => {
  try {
    return decodeURIComponent(location.hash).match(/^#[pc]-(.+)/)?.[1] || "";
  } catch {
    return "";
  }
};

// The next passage in the text, or with -1 the one before: from the one with the focus, else from the caret.
export function step(way) {
  const all = numbers();
  if (!all.length) return announce("Nothing is marked in this article yet.");
  const focused = document.activeElement?.closest("[data-position]:not(#panel)")?.dataset.position;
  let index = all.findIndex((number) => number.dataset.position === (focused || ""));
  if (index >= 0) index += way;
  else {
    const selection = document.getSelection();
    const caret = selection.rangeCount && article().contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
    const lit = all.findIndex((number) => number.classList.contains("lit"));
    const after = caret ? all.findIndex((number) => caret.comparePoint(number, 0) > 0) : lit >= 0 ? lit + 1 : 0;
    if (way > 0) index = after < 0 ? all.length : after;
    else index = (after < 0 ? all.length : after) - (caret || lit < 0 ? 1 : 2);
  }
  const next = all[index];
  if (!next) return announce(way > 0 ? "That was the last passage." : "That was the first passage.");
  next.focus({ preventScroll: true });
  const box = next.getBoundingClientRect();
  if (box.top < 40 || box.bottom > window.innerHeight * 0.8) next.scrollIntoView({ block: "center" });
  light(next.dataset.position);
}

function linkOf(key, what) {
  const card = document.getElementById(`c-${key}`);
  return card?.querySelector(`a[data-${what}]`) || null;
}

// Open a passage for correction ("edit") or removal ("remove").
export function open(key, what) {
  const link = key ? linkOf(key, what) : null;
  if (!link) return false;
  panel.open(link.href, what, key);
  return true;
}

const isPlain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

// A click opens the innermost passage; one more click on the same words the one around it, and so on.
function onClick(event) {
  if (!isPlain(event) || event.defaultPrevented || !event.target.closest) return;
  const piece = event.target.closest("a.passage-number, mark.passage");
  if (!piece || !article()?.contains(piece)) return;
  const isDrag = pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) >= MOVED;
  if (piece.matches("mark") && (isDrag || event.detail > 1)) return;
  const key = piece.matches("mark") ? nextOut(piece) : piece.dataset.position;
  if (piece.matches("mark")) clicked = setTimeout(() => (mayEdit() && open(key, "edit")) || light(key), SECOND_CLICK);
  else if (mayEdit() && open(key, "edit")) event.preventDefault();
}

function onDown(event) {
  clearTimeout(clicked);
  pressed = { x: event.clientX, y: event.clientY };
}

// The links of a card open in the panel; before htmx sees them, since the panel keeps what was typed into it.
function onCardLink(event) {
  const link = isPlain(event) && event.target.closest?.("#cards a:is([data-edit], [data-remove])");
  if (!link || !mayEdit()) return;
  event.preventDefault();
  event.stopPropagation();
  panel.open(link.href, "edit" in link.dataset ? "edit" : "remove", link.closest("[data-position]").dataset.position);
}

function nextOut(piece) {
  const around = [];
  for (let mark = piece; mark; mark = mark.parentElement.closest("mark.passage")) around.push(mark.dataset.position);
  const shown = panel.isOpen() ? document.getElementById("panel").dataset.position : null;
  return around[(around.indexOf(shown) + 1) % around.length];
}

export function start() {
  document.addEventListener("pointerdown", onDown, true);
  document.addEventListener("click", onCardLink, true);
  document.addEventListener("click", onClick);
  window.addEventListener("hashchange", () => light(keyInAddress()));
  light(keyInAddress());
}
