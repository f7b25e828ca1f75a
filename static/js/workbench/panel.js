// The panel in which a passage is coded, corrected or removed: opens beside the words, saves, closes.
//
// Its form is the server's and is sent by htmx; here is only when it shows, what stands in it at first,
// and where the focus goes. While a passage is corrected the form for new ones is put aside with all that
// was typed into it, and comes back afterwards.

import { announce } from "./announcing.js";
import { guess, guessFromSpeaker, isGuessing } from "./guessing.js";
import { flash, light, placeOfPassage } from "./lighting.js";
import { article, rangeOf } from "./offsets.js";
import * as placing from "./placing.js";
import { goTo } from "./selection.js";
import * as stances from "./stances.js";

const chosen = { start: "", end: "", quote: "" }; // the words the panel is about
const touched = new WeakMap(); // form → names of the fields that somebody filled in by hand
const answered = new WeakSet(); // answers that were dealt with: one answer settles many elements
let putAside = null; // the panel for new passages, while another one is shown
let opening = null; // {url, kind, key, how} while it is fetched

const panel = () => document.getElementById("panel");
const home = placing.home;
export const form = () => (panel() || document).querySelector("[data-code-form], form");
export const isOpen = () => Boolean(home() && "open" in home().dataset);
const kind = () => panel()?.dataset.panel || "new";
const field = (name) => form()?.elements[name];
export const quoted = () => (isOpen() ? chosen.quote : "");
const isTouched = () => Boolean(touched.get(form())?.size);

function tell(name, detail = {}) {
  const position = panel()?.dataset.position || null;
  document.dispatchEvent(new CustomEvent(`workbench:${name}`, { detail: { kind: kind(), position, ...detail } }));
}

// The words

function setWords({ start, end, quote }) {
  field("quote").value = quote;
  field("start").value = start;
  field("end").value = end;
  Object.assign(chosen, { start, end, quote: field("quote").value });
  for (const places of form().querySelectorAll(".places")) places.remove();
  showWords();
}

function readWords() {
  const [start, end] = ["start", "end"].map((name) => field(name)?.value ?? "");
  Object.assign(chosen, { start, end, quote: field("quote")?.value ?? "" });
  const place = start === "" && panel()?.dataset.position ? placeOfPassage(panel().dataset.position) : null;
  if (place) Object.assign(chosen, place);
}

const hasPlace = () => chosen.start !== "" && chosen.end !== "";

function showWords() {
  if (!window.Highlight || !CSS.highlights) return;
  const range = (isOpen() || !home()) && hasPlace() ? rangeOf(Number(chosen.start), Number(chosen.end)) : null;
  if (range) CSS.highlights.set("chosen", new Highlight(range));
  else CSS.highlights.delete("chosen");
}

function putBeside() {
  placing.placeAt(Number(chosen.start), Number(chosen.end));
  showWords();
}

// Opening

function show() {
  if (!home()) return;
  const was = isOpen();
  if (!was) home().dataset.open = "sheet";
  dress();
  putBeside();
  placing.watch(panel());
  if (!was) tell("open");
}

function onSelected({ detail }) {
  if (!form()) return;
  if (!home()) return setWords(detail);
  if (kind() === "remove") bringBack();
  if (!field("quote")) return;
  const moves = isOpen() && (isTouched() || kind() === "edit");
  setWords(detail);
  if (!moves) guess(form(), detail);
  show();
  stances.refresh(form());
  if (moves) announce("The quote is now the words you selected.");
  focusFirst(detail.how);
}

// Without words selected: an empty form, to paste them into.
export function openEmpty() {
  if (!home() || !form()) return;
  if (kind() !== "new") bringBack();
  readWords();
  show();
  field("quote").focus();
}

// On glass the keyboard would cover the words at once: there the panel itself gets the focus.
function focusFirst(how) {
  if (how === "touch") return panel().focus({ preventScroll: true });
  const next = form().querySelector('[data-combobox="proposal"] input') || field("proposal");
  next.focus({ preventScroll: true });
  next.select?.();
  next.scrollIntoView({ block: "nearest" });
}

// After the demand or the party was accepted: to whichever is still missing, then to the stance.
export function goOn() {
  for (const name of ["proposal", "party"]) {
    const select = field(name);
    if (!select || select.value) continue;
    (form().querySelector(`[data-combobox="${name}"] input`) || select).focus();
    return;
  }
  stances.focus(form());
}

// A passage to correct or to remove: its form is fetched and takes the place of the one for new passages.
export function open(url, how, key) {
  if (!home() || !window.htmx) return location.assign(url);
  if (opening) return;
  if (kind() === "new") putAside = panel();
  if (isOpen()) tell("closed", { reason: "other" });
  const place = document.createElement("section");
  place.id = "panel";
  panel().replaceWith(place);
  opening = { url, how, key };
  window.htmx.ajax("GET", url, { target: place, swap: "outerHTML" });
}

// An answer that came without this form having been sent: it is shown, and `before` comes back after it.
export function showAnswer(before) {
  if (before && before !== panel() && before.dataset.panel === "new") putAside = before;
  onRefused();
}

function onOpened() {
  const { how, key } = opening;
  opening = null;
  readWords();
  delete home().dataset.open;
  show();
  if (key) light(key);
  const reason = field("reason");
  if (how === "remove" && reason) {
    reason.focus({ preventScroll: true });
    reason.select?.();
  } else stances.focus(form());
}

function bringBack() {
  if (!putAside || panel() === putAside) return;
  panel().replaceWith(putAside);
  putAside = null;
  readWords();
}

// Closing

function hide(reason) {
  if (!isOpen()) return;
  const wasInside = panel().contains(document.activeElement) || document.activeElement === document.body;
  tell("closed", { reason });
  delete home().dataset.open;
  placing.placeNowhere();
  showWords();
  return wasInside;
}

export function close(reason = "escape") {
  const words = { ...chosen };
  const was = kind();
  const key = panel()?.dataset.position;
  const wasInside = hide(reason);
  if (was !== "new") bringBack();
  if (!wasInside || !article()) return;
  if (was !== "new" && key) document.getElementById(`p-${key}`)?.focus();
  else if (words.start !== "") goTo(Number(words.start), Number(words.end));
  else article().focus({ preventScroll: true });
}

function onSaved() {
  const key = panel().dataset.saved || "";
  const said = panel().querySelector("[data-announce]");
  const end = Number(chosen.end);
  const keep = putAside && touched.get(putAside.querySelector("form"))?.size ? putAside : null;
  const wasInside = hide("saved");
  if (keep) panel().replaceWith(keep);
  putAside = null;
  dress();
  announce(said ? said.textContent.trim() : "Saved.");
  said?.remove();
  const number = key ? document.getElementById(`p-${key}`) : null;
  const isHere = wasInside || document.activeElement === document.body;
  if (isHere) number?.scrollIntoView({ block: "nearest" });
  if (key) flash(key);
  if (!isHere) return;
  if (chosen.end !== "") goTo(end);
  Object.assign(chosen, { start: "", end: "", quote: "" });
}

function onRefused() {
  readWords();
  show();
  const wrong = [".places input", ".conflict [data-open] input", "[aria-invalid='true']", "[role='alert']"]
    .map((selector) => panel().querySelector(selector))
    .find(Boolean);
  if (!wrong) return;
  const details = wrong.closest("details");
  if (details) details.open = true;
  stances.refresh(form());
  const box = wrong.matches("select") ? panel().querySelector(`[data-combobox="${wrong.name}"] input`) : null;
  const next = box || wrong;
  if (next.matches("[role='alert']")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  announce(panel().querySelector(".form-errors")?.textContent.trim() || "Nothing was saved yet.");
}

// Answers

function onSettle(event) {
  const { xhr, requestConfig } = event.detail;
  if (!xhr || answered.has(xhr) || !panel()) return;
  const target = event.detail.target;
  if (opening && requestConfig?.path === opening.url) {
    answered.add(xhr);
    return panel().querySelector("form") ? onOpened() : close("other");
  }
  if (!ours.has(xhr)) return target?.id === "workbench" ? prepare() : undefined;
  answered.add(xhr);
  if (xhr.status >= 400) onRefused();
  else onSaved();
}

// While a save is under way no second one is sent.
let sending = null;
const ours = new WeakSet(); // the requests by which this panel saved

const isOurs = (element) => Boolean(element?.matches?.("form") && panel()?.contains(element));

function onSubmit(event) {
  if (!isOurs(event.target) || !sending) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onSend({ detail }) {
  if (!isOurs(detail.elt) || detail.requestConfig.verb !== "post") return;
  sending = detail.xhr;
  ours.add(sending);
  panel().setAttribute("aria-busy", "true");
}

// The forms in which a party or a proposal can be chosen: the one that shows, and the one put aside.
export const forms = () => [form(), putAside?.querySelector("form")].filter(Boolean);

// A focus that goes away with its element makes the browser lay out the whole page in the midst of the swap:
// it goes before, while nothing is changed yet. And the whole workbench may be about to be shown anew: what was
// typed is told of while it still stands there.
function onBeforeSwap({ detail }) {
  if (detail.target === panel() && detail.shouldSwap && panel().contains(document.activeElement)) document.activeElement.blur();
  if (detail.target?.id !== "workbench") return;
  hide("other");
  putAside = null;
}

function onAnswer({ detail }) {
  panel()?.removeAttribute("aria-busy");
  if (opening && detail.requestConfig?.path === opening.url && detail.xhr.status !== 200 && detail.xhr.status !== 409) {
    const { url } = opening;
    opening = null;
    if (detail.xhr.status) return location.assign(url);
    bringBack();
    return announce("The server cannot be reached.");
  }
  if (detail.xhr === sending) sending = null;
}

export function save() {
  const button = [...form().elements].find((element) => element.matches("button:not([type='button'])") && !element.disabled);
  if (!sending && button && !stances.wantsCondition(form())) form().requestSubmit(button);
}

// Dress

function dress() {
  const at = panel();
  if (form()) stances.dress(form());
  if (!at || !home()) return;
  at.tabIndex = -1;
  at.setAttribute("role", "dialog");
  if (!at.querySelector("[data-close]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "panel-close";
    button.dataset.close = "";
    button.title = "Close (Escape). What you typed is kept.";
    button.setAttribute("aria-label", "Close");
    button.textContent = "×";
    at.prepend(button);
  }
}

// Typing and keys

function onInput(event) {
  const its = event.target.form;
  if (!its || its !== form()) return;
  const name = event.target.name || event.target.closest("[data-combobox]")?.dataset.combobox;
  if (name && !isGuessing()) {
    if (!touched.has(its)) touched.set(its, new Set());
    touched.get(its).add(name);
  }
  if (name === "speaker" && isUntouched("party")) guessFromSpeaker(its);
  if (name !== "quote") return;
  const same = event.target.value === chosen.quote;
  field("start").value = same ? chosen.start : "";
  field("end").value = same ? chosen.end : "";
}

export const isUntouched = (name) => !touched.get(form())?.has(name);

const ONE_LINE = "input:not([type='checkbox'], [type='submit'], [type='button'], [role='combobox']), textarea[rows='1']";

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape" && isOpen()) {
    event.preventDefault();
    return close("escape");
  }
  if (event.key !== "Enter" || !isOurs(event.target.form) || event.target.closest("[data-making]")) return;
  const anywhere = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (!anywhere && (event.shiftKey || !event.target.matches(ONE_LINE))) return;
  event.preventDefault();
  save();
}

function onClick(event) {
  if (event.target.closest?.("[data-close]") && panel()?.contains(event.target)) return close("escape");
  const cancel = isOpen() && event.target.closest?.("a[data-cancel]");
  if (cancel && panel().contains(cancel)) {
    event.preventDefault();
    close("escape");
  }
}

// A draft that is offered again: its words are shown, and the panel opens beside them.
function onRestore({ detail }) {
  if (!form()) return;
  Object.assign(chosen, { start: detail.start, end: detail.end, quote: field("quote")?.value || "" });
  const range = hasPlace() ? rangeOf(Number(detail.start), Number(detail.end)) : null;
  range?.startContainer.parentElement?.scrollIntoView({ block: "center" });
  show();
  stances.refresh(form());
  focusFirst("keyboard");
}

function prepare() {
  dress();
  if (!panel()) return;
  if (!home()) return readWords();
  home().dataset.floats = "";
  if (form()?.querySelector(".places, [aria-invalid='true']") || panel().dataset.panel === "edit") onRefused();
}

export function start() {
  placing.start();
  stances.start();
  const listen = (name, handle, early) => document.addEventListener(name, handle, early);
  listen("workbench:selected", onSelected);
  listen("workbench:restore", onRestore);
  listen("htmx:afterSettle", onSettle);
  listen("htmx:beforeSend", onSend);
  listen("htmx:beforeSwap", onBeforeSwap);
  listen("htmx:afterRequest", onAnswer);
  listen("submit", onSubmit, true);
  listen("input", onInput);
  listen("change", onInput);
  listen("keydown", onKey);
  listen("click", onClick);
  prepare();
}

