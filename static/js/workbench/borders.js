// The borders of a passage: drawn with the mouse or a finger at its handles, or moved word by word with
// Shift+← → (its end) and Shift+Alt+← → (its beginning) while its number has the focus.
//
// What is moved shows at once and is saved when it is let go, or with Enter; Escape puts it back. While the
// passage is open in the panel nothing is saved: there the quote of its form follows.

import { announce } from "./announcing.js";
import { article, codePoints, offsetOf, rangeOf } from "./offsets.js";
import * as panel from "./panel.js";
import { canHighlight } from "./ranges.js";
import * as trouble from "./trouble.js";
import { nearestEdge, nextEdge } from "./words.js";

let moving = null; // {key, start, end, from: {start, end}, which, by: "keys" or "pointer"}
let sending = null; // {path, xhr, isLate} of the save that is on its way
let asking = false; // what stands in the way of a save that was refused

const workbench = () => document.getElementById("workbench");
const mayEdit = () => "mayEdit" in (workbench()?.dataset || {});
const cardOf = (key) => document.getElementById(`c-${key}`);
const numberOf = (key) => document.getElementById(`p-${key}`);

// The position whose form is open, if one is.
function open() {
  const section = document.getElementById("panel");
  return panel.isOpen() && section.dataset.panel === "edit" ? section.dataset.position : null;
}

// The passage whose borders can be moved: the one that is being moved, that is open, or that is lit.
const active = () => moving?.key || open() || article()?.querySelector(".passage-number.lit")?.dataset.position || null;

function placeOf(key) {
  const fields = open() === key ? panel.form()?.elements : null;
  const [start, end] = ["start", "end"].map((name) => Number.parseInt(fields?.[name]?.value || cardOf(key)?.dataset[name], 10));
  return start < end ? { start, end } : null;
}

// Handles

function layer() {
  const found = document.getElementById("borders");
  if (found) return found;
  const made = document.createElement("div");
  made.id = "borders";
  made.className = "borders";
  for (const which of ["start", "end"]) {
    const handle = document.createElement("span");
    handle.className = "border-handle";
    handle.dataset.border = which;
    handle.title = "Draw the border of the passage. With Alt letter by letter.";
    made.append(handle);
  }
  document.querySelector(".workbench-text").append(made);
  return made;
}

function refresh() {
  const text = article();
  const key = text && mayEdit() ? active() : null;
  const place = key && (moving || placeOf(key));
  const shown = document.getElementById("borders");
  if (!place || !document.querySelector(".workbench-text")) {
    if (shown) shown.remove();
    return;
  }
  const origin = layer().getBoundingClientRect();
  for (const handle of layer().children) {
    const box = edgeBox(place, handle.dataset.border);
    handle.hidden = !box;
    if (!box) continue;
    handle.dataset.key = key;
    handle.style.left = `${box.x - origin.left}px`;
    handle.style.top = `${box.top - origin.top}px`;
    handle.style.height = `${box.height}px`;
  }
}

// Where a border is drawn: the edge of the first or the last character, on the side where reading begins or ends.
function edgeBox({ start, end }, which) {
  const range = which === "start" ? rangeOf(start, start + 1) : rangeOf(end - 1, end);
  const boxes = [...range.getClientRects()].filter((box) => box.height);
  const box = which === "start" ? boxes[0] : boxes.at(-1);
  if (!box) return null;
  const leftward = /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(range.toString());
  return { x: (which === "start") === leftward ? box.right : box.left, top: box.top, height: box.height };
}

function preview() {
  if (canHighlight()) {
    const range = moving ? rangeOf(moving.start, moving.end) : null;
    if (range) {
      const highlight = new Highlight(range);
      highlight.priority = 4;
      CSS.highlights.set("borders", highlight);
    } else CSS.highlights.delete("borders");
  }
  refresh();
}

// Moving

function begin(key, which, by) {
  if (moving?.key === key) return Object.assign(moving, { which, by });
  const place = placeOf(key);
  moving = place ? { key, ...place, from: place, which, by } : null;
  return moving;
}

function moveTo(offset) {
  const { which, start, end } = moving;
  const length = codePoints(article().textContent);
  const to = which === "start" ? Math.max(0, Math.min(offset, end - 1)) : Math.min(length, Math.max(offset, start + 1));
  if (to === moving[which]) return false;
  moving[which] = to;
  preview();
  return true;
}

const isMoved = () => moving && (moving.start !== moving.from.start || moving.end !== moving.from.end);

function putBack(words) {
  if (!moving) return;
  moving = null;
  preview();
  if (words) announce(words);
}

// The new place goes into the form that is open, or to the server.
function settle() {
  if (!isMoved()) return putBack();
  if (open() === moving.key) return intoForm();
  return save();
}

function intoForm() {
  const { start, end } = moving;
  const focused = document.activeElement;
  moving = null;
  preview();
  const quote = String(rangeOf(start, end));
  document.dispatchEvent(new CustomEvent("workbench:selected", { detail: { start, end, quote, how: "borders" } }));
  panel.form()?.elements.start.dispatchEvent(new Event("change", { bubbles: true }));
  if (focused && focused !== document.body) focused.focus({ preventScroll: true });
  announce(`The quote is now “${quote}”. It is saved with the correction.`);
  refresh();
}

// Saving

async function save() {
  const card = cardOf(moving.key);
  const edit = card?.querySelector("a[data-edit]")?.getAttribute("href");
  if (!edit || !window.htmx || sending || asking) return;
  const { key, start, end } = moving;
  const quote = String(rangeOf(start, end)); // the words as this page has them: the server tells if its text has others
  const path = edit.replace(/edit\/$/, "place/");
  const values = { start, end, quote, version: card.dataset.version };
  const focused = document.activeElement?.closest("a.passage-number")?.id;
  const aside = document.getElementById("panel");
  let { status, kind } = await send(path, values);
  if (status === 403) {
    asking = true;
    kind = await trouble.standing();
    asking = false;
    if (moving?.key !== key) return; // it was put back meanwhile
    if (!kind) ({ status, kind } = await send(path, values));
  }
  if (status === 200) {
    putBack(`Saved. The passage is now “${rangeOf(start, end)}”.`);
    setTimeout(() => {
      numberOf(key)?.classList.add("lit");
      if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
      refresh();
    }, 60);
  } else if (status === 409 || status === 422) {
    putBack();
    panel.showAnswer(aside);
  } else failed(kind);
}

// The form in the panel, and who types in it, is none of this answer's business: only what comes beside it is
// taken up. The line that announces sends it, which sends nothing else.
async function send(path, values) {
  const sent = { path, xhr: null, isLate: false };
  sending = sent;
  const csrfmiddlewaretoken = document.querySelector("[name='csrfmiddlewaretoken']").value;
  const context = { source: "#announcement", target: "#announcement", swap: "none", values: { ...values, csrfmiddlewaretoken } };
  await window.htmx.ajax("POST", path, context).catch(() => {});
  sending = null;
  const status = sent.xhr?.status || 0;
  return { status, kind: sent.isLate ? "late" : trouble.kindOf(status) };
}

// What was refused is shown in the panel as the correction that it is. The form that stands there is put aside
// untouched: htmx takes the listeners from whatever it replaces.
function beforeSwap({ detail }) {
  if (!sending || detail.xhr !== sending.xhr || ![409, 422].includes(detail.xhr.status)) return;
  const place = document.createElement("section");
  place.id = "panel";
  document.getElementById("panel").replaceWith(place);
  Object.assign(detail, { target: place, swapOverride: "outerHTML" });
}

const FAILED = {
  "signed-out": "You are signed out, so the border was not saved. Sign in in another tab, then press Enter here.",
  offline: "The connection is lost, so the border is not saved yet. Press Enter to try again, Escape to put it back.",
  unreachable: "The server cannot be reached, so the border is not saved yet. Press Enter to try again, Escape to put it back.",
  late: "The server did not answer, so the border may or may not have been saved. Press Enter to try again, Escape to put it back.",
  "may-not": "You may not edit this negotiation any more, so the border was not saved. Press Escape to put it back.",
  failed: "The server failed, so the border was not saved. Press Enter to try again, Escape to put it back.",
  refused: "The server refused it, so the border was not saved. Press Enter to try again, Escape to put it back.",
};

// The preview stays, so that nothing is lost; the number gets the focus, for Enter and Escape.
function failed(kind) {
  if (!moving) return;
  moving.by = "failed";
  numberOf(moving.key)?.focus({ preventScroll: true });
  const words = document.createElement("p");
  words.className = "borders-problem";
  words.setAttribute("role", "alert");
  words.textContent = FAILED[kind] || trouble.words(kind);
  layer().querySelector(".borders-problem")?.remove();
  layer().append(words);
  const handle = layer().querySelector("[data-border='end']");
  words.style.top = `${handle.offsetTop + handle.offsetHeight + 6}px`;
}

// By pointer

function onDown(event) {
  const handle = event.target.closest?.(".border-handle");
  if (!handle || event.button !== 0 || sending) return;
  event.preventDefault();
  event.stopPropagation();
  const { key, border } = handle.dataset;
  if (!begin(key, border, "pointer")) return;
  const box = handle.getBoundingClientRect();
  // The finger is where the handle was taken, which is not quite where the border is.
  moving.grip = { x: event.clientX - (box.left + box.width / 2), y: event.clientY - (box.top + box.height / 2) };
  layer().classList.add("dragged");
  handle.setPointerCapture(event.pointerId);
}

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const place = document.caretPositionFromPoint(x, y);
    return place && { node: place.offsetNode, offset: place.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

function onMove(event) {
  if (moving?.by !== "pointer" || !event.target.closest?.(".border-handle")) return;
  const caret = caretAt(event.clientX - moving.grip.x, event.clientY - moving.grip.y);
  if (!caret || !article().contains(caret.node)) return;
  const offset = offsetOf(article(), caret.node, caret.offset);
  moveTo(event.altKey ? offset : nearestEdge(moving.which, offset));
}

function onUp(event) {
  if (moving?.by !== "pointer" || !event.target.closest?.(".border-handle")) return;
  layer().classList.remove("dragged");
  if (event.type === "pointercancel") putBack();
  else settle();
}

// By keys

function onKey(event) {
  if (event.isComposing || !mayEdit()) return;
  if (event.key === "Escape" && moving && !sending) {
    event.preventDefault();
    layer().classList.remove("dragged");
    return putBack("The passage is as it was.");
  }
  const piece = event.target.closest?.("a.passage-number, mark.passage");
  if (!piece || !article()?.contains(piece) || event.ctrlKey || event.metaKey || sending) return;
  const key = piece.dataset.position;
  if (event.key === "Enter" && isMoved() && moving.key === key) {
    event.preventDefault();
    event.stopPropagation();
    return settle();
  }
  if (!event.shiftKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  event.preventDefault();
  event.stopPropagation();
  step(key, event);
}

function step(key, event) {
  if (moving && moving.key !== key) putBack();
  const which = event.altKey ? "start" : "end";
  if (!begin(key, which, "keys")) return;
  const forward = (event.key === "ArrowLeft") === (getComputedStyle(article()).direction === "rtl");
  const edge = nextEdge(which, moving[which], forward ? 1 : -1);
  if (edge === null || !moveTo(edge)) return announce("It goes no further.");
  if (open() === key) return intoForm();
  const words = String(rangeOf(moving.start, moving.end)).split(/\s+/);
  const some = which === "start" ? `${words.slice(0, 4).join(" ")} …` : `… ${words.slice(-4).join(" ")}`;
  announce(`${which === "start" ? "Begins" : "Ends"}: ${some}. Enter saves, Escape puts it back.`);
}

// Whoever goes elsewhere without Enter leaves the passage as it was.
function onLeave(event) {
  if (moving?.by !== "keys" || sending || event.target.closest?.("[data-position]")?.dataset.position !== moving.key) return;
  setTimeout(() => {
    const at = document.activeElement?.closest("[data-position]");
    if (moving?.by === "keys" && !sending && at?.dataset.position !== moving.key) putBack("The passage is as it was.");
  });
}

let waiting = false;

function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    if (!moving || moving.by !== "pointer") refresh();
  });
}

export function start() {
  if (!mayEdit()) return;
  const listen = (name, handle, early) => document.addEventListener(name, handle, early);
  listen("pointerdown", onDown, true);
  listen("pointermove", onMove);
  listen("pointerup", onUp);
  listen("pointercancel", onUp);
  listen("keydown", onKey, true);
  listen("focusout", onLeave);
  listen("htmx:beforeSend", ({ detail }) => {
    if (sending && detail.requestConfig.path === sending.path) sending.xhr = detail.xhr;
  });
  listen("htmx:timeout", ({ detail }) => {
    if (sending && detail.xhr === sending.xhr) sending.isLate = true;
  });
  listen("htmx:beforeSwap", beforeSwap);
  // The page of an error must not come over this one, nor its sentence into a panel that is closed.
  listen(
    "htmx:beforeOnLoad",
    (event) => {
      if (!sending || event.detail.xhr !== sending.xhr || !trouble.isTrouble(sending.xhr.status)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  for (const name of ["workbench:open", "workbench:closed", "workbench:changed", "workbench:selected"]) listen(name, soon);
  window.addEventListener("resize", soon);
  // A passage is lit by its class, from many places. Undoing shows the whole workbench anew, but not what is around it.
  new MutationObserver(soon).observe(workbench().parentElement, {
    attributes: true,
    attributeFilter: ["class"],
    subtree: true,
  });
  soon();
}
