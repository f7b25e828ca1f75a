// What is typed in the panel is kept in the browser as it is typed, and offered again after Escape, a closed
// tab, or a session or connection that was lost. Of several the latest is offered first; see `keeping.js`.
//
// When something stands between a form and the server, see `trouble.js`.

import { announce } from "./announcing.js";
import { isGuessing } from "./guessing.js";
import * as keeping from "./keeping.js";
import { article, codePoints, rangeOf, units } from "./offsets.js";
import * as panel from "./panel.js";
import { open as openPassage } from "./passages.js";
import { fold, places } from "./find.js";
import * as trouble from "./trouble.js";

// Nor what was chosen between two versions: the version that was opened is kept, and both are shown again.
const NOT_KEPT = /^(csrfmiddlewaretoken|place|opened|differs|mark-.*|keep-.*)$/;
const SHOWN = 90; // characters of a quote that are shown of it
let typed = false; // something was typed since the panel opened
let own = null; // the slot in which what is typed now is kept
let sent = null; // {xhr, slot} of the form that is on its way
let restoring = null; // the draft that waits for its form
let filling = false; // a draft is being put into the form
let turn = 0; // which draft is offered, 0 being the latest

const workbench = () => document.getElementById("workbench");
const section = () => document.getElementById("panel");
const form = () => document.querySelector("#panel [data-code-form]");
const kind = () => section()?.dataset.panel || "new";
const { value } = keeping;

// Keeping

function keep() {
  if (!form() || !workbench()?.dataset.user || !["new", "edit"].includes(kind())) return;
  const fields = [...new FormData(form())].filter(([name, held]) => !NOT_KEPT.test(name) && typeof held === "string");
  if (!fields.some(([name]) => name === "quote")) return;
  const opened = form().elements.opened?.value;
  for (const field of fields) if (opened && field[0] === "version") field[1] = opened;
  const draft = { kind: kind(), position: section().dataset.position || null, fields, at: Date.now() };
  const slot = keeping.slotOf(draft);
  if (own && own !== slot) keeping.drop(own); // the words it is about were changed
  own = slot;
  keeping.keep(draft);
}

function onTyped(event) {
  if (isGuessing() || filling || !form() || event.target.form !== form() || event.target.closest("[data-making]")) return;
  typed = true;
  keep();
}

// Offering

function offer() {
  const isOffered = workbench()?.dataset.user && "mayEdit" in workbench().dataset && !panel.isOpen();
  const all = isOffered ? keeping.drafts() : [];
  const shown = document.getElementById("draft");
  if (!all.length) return shown?.remove();
  const draft = all[turn % all.length];
  const place = shown || document.createElement("section");
  place.id = "draft";
  place.className = "draft";
  place.setAttribute("aria-label", "What you were typing");
  place.replaceChildren(sentence(draft, all.length), button("Go on", () => goOn(draft), "quiet"));
  if (all.length > 1) place.append(button("Show another", another, "link"));
  place.append(button("Discard", () => discard(draft), "link"));
  if (!shown) (document.getElementById("news") || workbench().firstElementChild).after(place);
}

function another() {
  turn += 1;
  offer();
  const place = document.getElementById("draft");
  [...place.querySelectorAll("button")].find((one) => one.textContent === "Show another")?.focus();
  announce(place.querySelector("p").textContent);
}

function sentence(draft, count) {
  const words = document.createElement("p");
  const quote = value(draft, "quote").replace(/\s+/g, " ").trim();
  const short = [...quote].length > SHOWN ? `${[...quote].slice(0, SHOWN).join("").trim()}…` : quote;
  const what = draft.kind === "edit" ? "correct the position at" : "code";
  const when = document.createElement("time");
  when.dateTime = new Date(draft.at).toISOString();
  when.className = "meta";
  when.textContent = new Date(draft.at).toLocaleString([], { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  words.append(short ? `You were about to ${what} “${short}”. ` : "You were about to code a position. ", when);
  if (count > 1) words.append(` ${count} drafts are kept for this article.`);
  return words;
}

function button(label, act, className = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (className) made.className = className;
  made.addEventListener("click", act);
  return made;
}

function discard(draft) {
  keeping.drop(keeping.slotOf(draft));
  turn = 0;
  panel.clear();
  offer();
  article()?.focus({ preventScroll: true });
  announce("Discarded.");
}

// Going on

function goOn(draft) {
  turn = 0;
  if (draft.kind === "edit" && openPassage(draft.position, "edit")) {
    restoring = draft; // its form is fetched; `workbench:open` tells when it is there
    return;
  }
  if (kind() !== "new") panel.close("other");
  const gone = draft.kind === "edit";
  fill(draft);
  if (gone) announce("That position is no longer there. You go on with a new one.");
}

function fill(draft) {
  restoring = null;
  if (!form()) return;
  panel.clear();
  filling = true;
  try {
    const names = new Set(draft.fields.map(([name]) => name));
    for (const field of form().querySelectorAll("input[type='checkbox']")) names.add(field.name);
    for (const name of names) {
      const values = draft.fields.filter(([field]) => field === name).map(([, held]) => held);
      const held = form().elements[name];
      for (const field of held instanceof RadioNodeList ? held : held ? [held] : []) put(field, values);
    }
  } finally {
    filling = false;
  }
  const place = placeNow(draft);
  for (const name of ["start", "end"]) if (form().elements[name]) form().elements[name].value = place ? place[name] : "";
  if (form().elements.quote && place?.quote) form().elements.quote.value = place.quote;
  const more = form().querySelector("details.less-used");
  if (more && [...more.querySelectorAll("input, select, textarea")].some((field) => field.value)) more.open = true;
  document.dispatchEvent(new CustomEvent("workbench:restore", { detail: place || { start: "", end: "" } }));
  typed = true;
  own = keeping.slotOf(draft);
  document.getElementById("draft")?.remove();
  if (!place && value(draft, "quote")) announce("These words are no longer in the text. Select others.");
  keep();
}

function put(field, values) {
  if (field.type === "radio" || field.type === "checkbox") {
    const checked = values.includes(field.value);
    if (field.checked === checked) return;
    field.checked = checked;
    if (!checked) return;
  } else {
    if (field.value === values[0]) return;
    field.value = values[0];
  }
  if (field.type === "hidden" || field.name === "quote") return;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}

// Where the words stand now: at their place, or else the nearest place where they do, white space, case and
// accents aside as the last resort; null where they are not found.
function placeNow(draft) {
  const quote = value(draft, "quote");
  const [start, end] = ["start", "end"].map((name) => Number.parseInt(value(draft, name), 10));
  const text = article()?.textContent || "";
  if (!quote.trim()) return null;
  if (start < end && String(rangeOf(start, end)) === quote) return { start, end, quote };
  const found = [];
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) found.push(at);
  if (found.length) {
    const near = Number.isNaN(start) ? 0 : units(text, start);
    const at = found.reduce((best, one) => (Math.abs(one - near) < Math.abs(best - near) ? one : best));
    const begin = codePoints(text.slice(0, at));
    return { start: begin, end: begin + codePoints(quote), quote };
  }
  const loose = places(fold(text), quote);
  if (!loose.length) return null;
  const place = loose.reduce((best, one) => (Math.abs(one.start - start) < Math.abs(best.start - start) ? one : best));
  return { ...place, quote: String(rangeOf(place.start, place.end)) };
}

// What became of it

function onOpen({ detail }) {
  document.getElementById("draft")?.remove();
  typed = false;
  own = null;
  const draft = restoring;
  restoring = null;
  if (draft && detail.kind === "edit" && detail.position === draft.position) setTimeout(() => fill(draft));
}

function onClosed({ detail }) {
  restoring = null;
  if (detail.reason !== "saved" && typed) {
    keep();
    announce("Kept. You can go on with it from the line above the text.");
  }
  typed = false;
  own = null;
  setTimeout(offer);
}

function onSend({ detail }) {
  if (detail.elt === form() && detail.requestConfig.verb === "post") {
    if (typed) keep();
    sent = { xhr: detail.xhr, slot: own };
  }
}

// htmx calls it a success whenever the answer is shown, as that to a refused form is.
const isSaved = (xhr) => xhr.status >= 200 && xhr.status < 400 && !trouble.isSignIn(xhr);

function onAnswer({ detail }) {
  if (!sent || detail.xhr !== sent.xhr) return;
  if (isSaved(detail.xhr)) {
    if (sent.slot) keeping.drop(sent.slot);
    if (sent.slot === own) {
      typed = false;
      own = null;
    }
    setTimeout(offer);
  }
  sent = null;
}

export function start() {
  if (!workbench()) return;
  trouble.start();
  const listen = (name, handle) => document.addEventListener(name, handle);
  listen("input", onTyped);
  listen("change", onTyped);
  listen("workbench:selected", () => setTimeout(() => typed && panel.isOpen() && keep()));
  listen("workbench:open", onOpen);
  listen("workbench:closed", onClosed);
  listen("workbench:changed", offer);
  listen("htmx:beforeSend", onSend);
  listen("htmx:afterRequest", onAnswer);
  offer();
}
