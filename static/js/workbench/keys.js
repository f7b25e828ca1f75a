// The keys of the workbench. Each works a control or a link that is on the page, so that whatever a key
// does can be done without it; none is taken from a field that is typed into.

import { announce } from "./announcing.js";
import { nextMention } from "./guides.js";
import { current } from "./lighting.js";
import { article, offsetOf } from "./offsets.js";
import * as panel from "./panel.js";
import * as passages from "./passages.js";
import { goTo, selected, take } from "./selection.js";

const SETTING = "workbench.single-keys";
const TYPED_INTO = "textarea, select, [contenteditable], [role='combobox'], input:not([type='radio'], [type='checkbox'], [type='button'], [type='submit'])";

export const areOn = () => {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true; // no storage is allowed here
  }
};

export function switchKeys(on) {
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    announce("This browser keeps no settings for this page.");
  }
}

function press(selector, missing = "") {
  const control = document.querySelector(selector);
  if (!control || control.hidden) return Boolean(missing && (announce(missing), true));
  if (control.matches("input:not([type='checkbox'])")) control.focus();
  else control.click();
  return true;
}

const mayEdit = () => "mayEdit" in (document.getElementById("workbench")?.dataset || {});

function code() {
  if (!mayEdit()) return false;
  if (!take("keyboard")) panel.openEmpty();
  return true;
}

function change(what) {
  if (!mayEdit()) return false;
  if (!passages.open(current(), what)) announce("Go to a passage first: j is the next one, k the one before.");
  return true;
}

function undo(way) {
  const form = document.querySelector(`form[data-${way}]`);
  const button = form?.querySelector("button");
  if (!button) return false;
  if (button.getAttribute("aria-disabled") === "true" || button.disabled) announce(button.title);
  else form.requestSubmit(button);
  return true;
}

function mention(way) {
  if (!article()) return false;
  nextMention(way);
  return true;
}

// Single keys; they can be switched off.
const SINGLE = {
  j: () => (passages.step(1), true),
  k: () => (passages.step(-1), true),
  "]": () => press("a[rel='next']", "This is the latest article."),
  "[": () => press("a[rel='prev']", "This is the first article."),
  c: code,
  e: () => change("edit"),
  x: () => change("remove"),
  u: () => undo("undo"),
  r: () => undo("redo"),
  m: () => mention(1),
  M: () => mention(-1),
  g: () => press("[data-guides]"),
  "/": () => press("[data-find]"),
  "?": () => press("[data-help]"),
};

// A letter is the key on which it stands for those who write another script.
function keyOf({ key, code, shiftKey }) {
  if (!/^\p{L}$/u.test(key) || /\p{Script=Latin}/u.test(key)) return key;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter ? (shiftKey ? letter : letter.toLowerCase()) : key;
}

// On some keyboards a sign is typed with AltGr, which is Ctrl and Alt for some systems, or with Option.
const isSign = (event) =>
  /^[[\]/?]$/.test(event.key) &&
  (event.getModifierState("AltGraph") || (event.altKey && !event.ctrlKey && !event.metaKey && /Mac/.test(navigator.platform)));

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (target.matches?.(TYPED_INTO) || target.closest?.("[data-making]")) return;
  const name = keyOf(event);
  // In the panel the keys are those of its form; what was saved before is not meant there.
  if (target.closest?.("#panel-home #panel") && name !== "?") return;
  let act = null;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    const key = name.toLowerCase();
    if (key === "z") act = () => undo(event.shiftKey ? "redo" : "undo");
    else if (key === "y" && !event.shiftKey) act = () => undo("redo");
  } else if ((event.altKey || event.ctrlKey || event.metaKey) && !isSign(event)) return;
  else if (event.key === "Delete" && current() && (!selected() || target.closest?.("[data-position]"))) act = () => change("remove");
  else if (areOn() && Object.hasOwn(SINGLE, name)) act = SINGLE[name];
  if (act?.()) event.preventDefault();
}

// The same by buttons, for those whose keys are their screen reader's. The selection stays when they are pressed.
const BUTTONS = { "[data-take]": code, "[data-next-mention]": () => mention(1) };

const buttonAt = ({ target }) => Object.keys(BUTTONS).find((selector) => target.closest?.(selector));

function prepare() {
  for (const button of document.querySelectorAll(Object.keys(BUTTONS).join())) button.hidden = false;
}

// Undo and redo show the page anew: whoever was in the text is led back to the same words.
let back = null;

function beforeChange({ detail }) {
  if (!detail.elt?.matches?.("form[data-undo], form[data-redo]")) return;
  const text = article();
  const isInText = text?.contains(document.activeElement);
  const passage = isInText && document.activeElement.closest("[data-position]")?.dataset.position;
  back = { isInText, passage, place: isInText ? caret() : null, top: window.scrollY };
}

function caret() {
  const { anchorNode, anchorOffset } = document.getSelection();
  if (selected() || !article().contains(anchorNode)) return selected();
  const at = offsetOf(article(), anchorNode, anchorOffset);
  return { start: at, end: at };
}

function afterChange() {
  if (!back) return;
  const { isInText, passage, place, top } = back;
  back = null;
  const said = document.querySelector("#toolbar [data-announce]");
  if (said) announce(said.textContent.trim());
  if (isInText) {
    const number = passage && document.getElementById(`p-${passage}`);
    if (number) number.focus({ preventScroll: true });
    else if (place) goTo(place.start, place.end);
    else article()?.focus({ preventScroll: true });
  }
  window.scrollTo({ top, behavior: "instant" });
}

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("htmx:beforeSend", beforeChange);
  document.addEventListener("workbench:changed", afterChange);
  document.addEventListener("workbench:changed", prepare);
  document.addEventListener("mousedown", (event) => buttonAt(event) && event.preventDefault());
  document.addEventListener("click", (event) => BUTTONS[buttonAt(event)]?.());
  prepare();
}
