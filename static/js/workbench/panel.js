// The panel in which a passage is coded, corrected or removed: opens beside the words, saves, closes.
//
// Its form is the server's and is sent by htmx; here is only when it shows, what stands in it at first,
// and where the focus goes. While a passage is corrected the form for new ones is put aside with all that
// was typed into it, and comes back afterwards.

import { announce } from "./announcing.js";
import { dressPanel } from "./dressing.js";
import * as fetching from "./fetching.js";
import { guess, guessFromSpeaker, isGuessing } from "./guessing.js";
import { flash, light } from "./lighting.js";
import { article, rangeOf } from "./offsets.js";
import * as placing from "./placing.js";
import { chosen, field, forgetWords, form, hasPlace, isOpen, kind, panel, quoted, readWords, setWords, showWords } from "./quoting.js";
import { goTo } from "./selection.js";
import * as sending from "./sending.js";
import * as stances from "./stances.js";
import * as touched from "./touched.js";

const answered = new WeakSet(); // answers that were dealt with: one answer settles many elements
let putAside = null; // the panel for new passages, while another one is shown
let clean = null; // the panel for new passages as it was before the server refused it: of that one, all typed words are the defaults
let refused = null; // the form whose refusal is about to be shown

const home = placing.home;
export { form, isOpen, quoted };

function tell(name, detail = {}) {
  const position = panel()?.dataset.position || null;
  document.dispatchEvent(new CustomEvent(`workbench:${name}`, { detail: { kind: kind(), position, ...detail } }));
}

function putBeside() {
  placing.placeAt(Number(chosen.start), Number(chosen.end));
  showWords();
}

// Opening

function dress() {
  if (form()) stances.dress(form());
  if (panel() && home()) dressPanel(panel());
}

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
  giveUp();
  if (!form()) return;
  if (!home()) return setWords(detail);
  if (kind() === "remove") leave();
  if (!field("quote")) return;
  if (!isOpen()) clear();
  const moves = isOpen() && (touched.isTouched(form()) || kind() === "edit");
  setWords(detail);
  if (!moves) guess(form(), detail);
  show();
  stances.refresh(form());
  if (moves) announce("The quote is now the words you selected.");
  focusFirst(detail.how);
}

// Without words selected: an empty form, to paste them into.
export function openEmpty() {
  giveUp();
  if (!home() || !form()) return;
  if (kind() !== "new") leave();
  if (!isOpen()) clear();
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
// Where it cannot be had `workbench:closed` tells of it, with the reason "failed".
export function open(url, how, key) {
  if (!home()) return location.assign(url);
  giveUp();
  if (kind() === "new") putAside = panel();
  if (isOpen()) tell("closed", { reason: "other" });
  const place = document.createElement("section");
  place.id = "panel";
  panel().replaceWith(place);
  fetching.fetchPanel(url, {
    onCome: (found) => onCome(found, how, key),
    onLost: () => {
      leave("failed");
      announce("The server cannot be reached.");
    },
  });
}

// The form that is being fetched is not wanted any more.
function giveUp() {
  return fetching.giveUp() && (leave(), true);
}

// An answer that came without this form having been sent: it is shown, and `before` comes back after it.
export function showAnswer(before) {
  if (before && before !== panel() && before.dataset.panel === "new") putAside = before;
  onRefused();
}

function onCome(found, how, key) {
  panel().replaceWith(found);
  window.htmx?.process(found);
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
  replace(putAside);
  putAside = null;
  readWords();
}

// What htmx itself took out of the page it has forgotten: it is told anew.
function replace(by) {
  panel().replaceWith(by);
  window.htmx?.process(by);
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

// Away from a form, or from one that has not come, to the one for new passages, not shown.
function leave(reason = "other") {
  if (form()) hide(reason);
  else {
    tell("closed", { reason });
    delete home().dataset.open;
    placing.placeNowhere();
  }
  bringBack();
  showWords();
}

// Nothing of one passage may get into the next: what was typed is a draft by now.
export function clear() {
  if (!form() || kind() !== "new") return;
  if (clean && clean !== panel()) replace(clean);
  clean = null;
  form().reset();
  forgetWords();
  for (const old of panel().querySelectorAll(".places, [data-problem]")) old.remove();
}

export function close(reason = "escape") {
  if (giveUp()) return article()?.focus({ preventScroll: true });
  const words = { ...chosen };
  const was = kind();
  const key = panel()?.dataset.position;
  const wasInside = hide(reason);
  if (was === "new") clear();
  else bringBack();
  if (!wasInside || !article()) return;
  if (was !== "new" && key) document.getElementById(`p-${key}`)?.focus();
  else if (words.start !== "") goTo(Number(words.start), Number(words.end));
  else article().focus({ preventScroll: true });
}

function onSaved() {
  const key = panel().dataset.saved || "";
  const said = panel().querySelector("[data-announce]");
  const end = Number(chosen.end);
  const keep = putAside && touched.isTouched(putAside.querySelector("form")) ? putAside : null;
  const wasInside = hide("saved");
  if (keep) replace(keep);
  else clean = null;
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
  const { xhr, target } = event.detail;
  if (!xhr || answered.has(xhr) || !panel()) return;
  if (!sending.isSaving(xhr)) return target?.id === "workbench" ? prepare() : undefined;
  answered.add(xhr);
  if (xhr.status < 400) return onSaved();
  touched.carry(refused, form());
  stances.carry(refused, form());
  refused = null;
  onRefused();
}

// The forms in which a party or a proposal can be chosen: the one that shows, and those put aside.
export const forms = () => [form(), putAside?.querySelector("form"), clean?.querySelector("form")].filter(Boolean);

// A focus that goes away with its element makes the browser lay out the whole page in the midst of the swap:
// it goes before, while nothing is changed yet. And the whole workbench may be about to be shown anew: what was
// typed is told of while it still stands there.
function onBeforeSwap({ detail }) {
  if (detail.target === panel() && detail.shouldSwap && panel().contains(document.activeElement)) document.activeElement.blur();
  if (detail.target === panel() && sending.isSaving(detail.xhr) && detail.xhr.status >= 400) {
    refused = form();
    if (kind() === "new") clean ??= panel();
  }
  if (detail.target?.id !== "workbench") return;
  giveUp();
  hide("other");
  putAside = clean = null;
}

export function save() {
  if (!stances.wantsCondition(form())) sending.send(form());
}

// Typing and keys

function onInput(event) {
  const its = event.target.form;
  if (!its || its !== form()) return;
  const name = event.target.name || event.target.closest("[data-combobox]")?.dataset.combobox;
  if (name && !isGuessing()) touched.touch(its, name);
  if (name === "speaker" && isUntouched("party")) guessFromSpeaker(its);
  if (name !== "quote") return;
  const same = event.target.value === chosen.quote;
  field("start").value = same ? chosen.start : "";
  field("end").value = same ? chosen.end : "";
}

export const isUntouched = (name) => !touched.has(form(), name);

const ONE_LINE = "input:not([type='checkbox'], [type='submit'], [type='button'], [role='combobox']), textarea[rows='1']";

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape" && (isOpen() || fetching.isUnderWay())) {
    event.preventDefault();
    return close("escape");
  }
  if (event.key !== "Enter" || !sending.isOurs(event.target.form) || event.target.closest("[data-making]")) return;
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
  sending.start();
  touched.start();
  const listen = (name, handle, early) => document.addEventListener(name, handle, early);
  listen("workbench:selected", onSelected);
  listen("workbench:restore", onRestore);
  listen("htmx:afterSettle", onSettle);
  listen("htmx:beforeSwap", onBeforeSwap);
  listen("input", onInput);
  listen("change", onInput);
  listen("keydown", onKey);
  listen("click", onClick);
  prepare();
}

