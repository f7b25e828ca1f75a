// Selecting words in the article: with the mouse, by touch, and with the arrow keys.
//
// Whoever selects tells it with `workbench:selected` {start, end, quote, how}: the mouse as it lets go,
// a finger when the selection has come to rest, the keyboard when it takes the words (Enter or c).

import { announce } from "./announcing.js";
import { article, placeOf, rangeOf } from "./offsets.js";

const REST = 350; // milliseconds without a change after which a finger has done selecting
const SAID = 12; // words of a selection that are said
const MOVED = 4; // pixels; less is a click

let pressed = null; // where the mouse went down in the text
let finger = false;
let resting;
let taken = null; // the last words taken: {start, end}

export function selected() {
  const selection = document.getSelection();
  return selection.rangeCount && !selection.isCollapsed ? placeOf(selection.getRangeAt(0)) : null;
}

export function take(how) {
  clearTimeout(resting);
  const place = selected();
  if (!place) return null;
  taken = { start: place.start, end: place.end };
  document.dispatchEvent(new CustomEvent("workbench:selected", { detail: { ...place, how } }));
  return place;
}

// Put the caret, or the selection, on words of the text; the text gets the focus.
export function goTo(start, end = start) {
  const text = article();
  const range = rangeOf(start, end);
  if (!range) return;
  text.focus({ preventScroll: true });
  document.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}

const inText = (node) => Boolean(article() && article().contains(node));

// Once a field has the focus the browser forgets what was selected in the text; Shift+click still starts there.
function remember(event) {
  if (!event.shiftKey || !taken || inText(document.getSelection().anchorNode)) return;
  const range = rangeOf(taken.start, taken.end);
  document.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}

function onDown(event) {
  finger = event.pointerType === "touch" || event.pointerType === "pen";
  pressed = null;
  if (finger || event.button !== 0 || !inText(event.target)) return;
  remember(event);
  pressed = { x: event.clientX, y: event.clientY };
}

// Letting go of the mouse ends a selection that began in the text, wherever it is let go.
function onUp(event) {
  if (!pressed || event.button !== 0) return;
  const far = Math.abs(event.clientX - pressed.x) >= MOVED || Math.abs(event.clientY - pressed.y) >= MOVED;
  pressed = null;
  if (far || event.shiftKey || event.detail > 1) take("mouse");
}

function onChange() {
  clearTimeout(resting);
  if (finger && selected()) resting = setTimeout(() => take("touch"), REST);
}

// With the text focused: arrows go from word to word, Shift extends, Alt by character, Enter takes the words.
function onKey(event) {
  const text = article();
  if (event.target !== text || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (event.altKey && !event.shiftKey) return; // the browser goes back and forth with these
  if (event.key === "Enter" && selected()) {
    event.preventDefault();
    take("keyboard");
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    event.preventDefault();
    move(text, event);
  }
}

function move(text, event) {
  finger = false;
  const selection = document.getSelection();
  const forward = (event.key === "ArrowLeft") === (getComputedStyle(text).direction === "rtl");
  if (!selection.rangeCount || !text.contains(selection.anchorNode)) selection.collapse(...beginning(text));
  if (event.shiftKey) {
    selection.modify("extend", forward ? "forward" : "backward", event.altKey ? "character" : "word");
  } else {
    if (forward) {
      if (!selection.isCollapsed) selection.collapseToEnd();
      selection.modify("move", "forward", "word");
    } else if (!selection.isCollapsed) selection.collapseToStart();
    selection.modify("move", "backward", "word");
    selection.modify("extend", "forward", "word");
  }
  keepInView(selection);
  tell(String(selection));
}

// Whoever listens hears what is selected: of much, how it begins and ends.
function tell(words) {
  const all = words.trim().split(/\s+/);
  announce(all.length > SAID ? `${all.slice(0, SAID / 2).join(" ")} … ${all.slice(-SAID / 2).join(" ")}` : all.join(" "));
}

// Begin with what is on the screen, not with the top of a text that was scrolled away.
function beginning(text) {
  const block = [...text.querySelectorAll(".block[data-start]")].find(
    (candidate) => candidate.getBoundingClientRect().bottom > 0,
  );
  return [block || text, 0];
}

function keepInView(selection) {
  const node = selection.focusNode;
  if (!node) return;
  const caret = document.createRange();
  caret.setStart(node, selection.focusOffset);
  const box = caret.getBoundingClientRect();
  if (!box.height) return;
  if (box.top < 0 || box.bottom > window.innerHeight) window.scrollBy(0, box.top - window.innerHeight / 3);
}

function prepare() {
  const text = article();
  if (!text || !document.querySelector("[data-code-form]")) return;
  text.tabIndex = 0;
  text.setAttribute("role", "group");
  text.setAttribute(
    "aria-label",
    "Text. Arrow keys go from word to word, with Shift they extend the selection, Enter codes it.",
  );
}

export function start() {
  document.addEventListener("pointerdown", onDown, true);
  document.addEventListener("mouseup", onUp);
  document.addEventListener("selectionchange", onChange);
  document.addEventListener("keydown", onKey);
  document.addEventListener("workbench:changed", prepare);
  prepare();
}

