// Making a demand, an offer, a party … in passing: its own form in a dialog over the page, where the
// selection, the panel and all that was typed stay as they are.
//
// `a[data-make=NOUN]` and the event `workbench:make` {noun, words, field} open it. What was made
// is added to the list it is chosen from and chosen there; then `workbench:made` {noun, value, label, field}.

import { announce } from "./announcing.js";
import { forms, goOn } from "./panel.js";
import { PATIENCE, standing, words as wordsFor } from "./trouble.js";

const NOUNS = { party: "parties", demand: "demands", offer: "offers", issue: "issues", venue: "venues" };
// The lists of the panel and of other forms in passing that a thing is chosen from.
const FIELD = { parties: "party", demands: "proposal", offers: "proposal" };
const LISTED = {
  parties: ["proposer", "addressee"],
  demands: ["answers"],
  offers: ["counters", "offer"],
  issues: ["issue"],
  venues: ["venue"],
};
const SHORT = 16; // characters of a party's short name

const kept = new Map(); // noun → its form, with what was typed, for as long as the page lives
let dialog = null;
let state = null; // {noun, field, opener, url} of what is being made

const codeForm = () => document.querySelector("#panel [data-code-form]");
const form = () => dialog?.querySelector("form");

function build() {
  dialog = document.createElement("dialog");
  dialog.className = "making";
  dialog.dataset.making = "";
  dialog.setAttribute("aria-labelledby", "making-title");
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // its keys are nobody else's
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-making-cancel]")) dialog.close();
  });
  dialog.addEventListener("close", goBack);
  document.body.append(dialog);
}

function put(...nodes) {
  const before = form();
  if (before) kept.set(before.dataset.makingForm, before);
  dialog.replaceChildren(...nodes);
}

// A form that somebody had begun comes back as it was; other words than it was opened with come in unless typed over.
async function open({ noun, words = "", field = null, opener = null, url = "" }) {
  if (!dialog) build();
  if (dialog.open) return;
  noun = NOUNS[noun] || noun;
  const mine = { noun, field: fieldOf(noun, field), opener: opener || document.activeElement, url: url || addressOf(noun) };
  state = mine;
  const before = kept.get(noun);
  if (before) {
    put(before);
    const name = before.elements.title || before.elements.name;
    if (words && (!name.value || name.value === before.dataset.words)) fill(before, words);
    dialog.showModal();
    return focus();
  }
  put(notice("One moment", "The form is on its way."));
  dialog.showModal();
  const address = new URL(state.url, location.href);
  const values = { proposer: codeForm()?.elements.party?.value || "" };
  if (noun !== "demands" && noun !== "offers") delete values.proposer;
  for (const [name, value] of Object.entries(values)) if (value) address.searchParams.set(name, value);
  const answer = await ask(address);
  if (!dialog.open || state !== mine) return undefined;
  const fresh = answer.status === 200 && !answer.redirected ? formIn(answer.text) : null;
  const own = document.getElementById("workbench")?.dataset.user;
  if (fresh && own && fresh.dataset.user !== own) return put(notice("It cannot be made here", wordsFor(`as ${fresh.dataset.user}`)));
  if (!fresh) return put(notice("It cannot be made here", reason(answer), true));
  put(fresh);
  if (words) fill(fresh, words);
  return focus();
}

function addressOf(noun) {
  const link = document.querySelector(`a[data-make="${noun}"]`);
  const slug = document.getElementById("workbench")?.dataset.negotiation || "";
  return link ? link.href : `/n/${slug}/${noun}/new/`;
}

function fieldOf(noun, field) {
  if (field instanceof Element) return field;
  return codeForm()?.elements[field || FIELD[noun] || ""] || null;
}

function fill(its, words) {
  const name = its.elements.title || its.elements.name;
  name.value = words;
  its.dataset.words = words;
  const short = its.elements.short_name;
  if (short && words.length <= SHORT) short.value = words;
}

function focus() {
  const fields = [...form().querySelectorAll("input:not([type='hidden']), select, textarea")];
  const seen = fields.filter((field) => !field.closest("details:not([open])"));
  const next = seen.find((field) => field.getAttribute("aria-invalid") === "true") || seen.find((field) => !field.value) || seen[0];
  next.focus();
}

function notice(title, words, canLeave = false) {
  const box = document.createElement("div");
  const head = document.createElement("h2");
  head.id = "making-title";
  head.textContent = title;
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  line.textContent = words;
  box.append(head, line);
  if (canLeave) {
    const link = document.createElement("a");
    link.href = state.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open its own page";
    box.append(link);
  }
  return box;
}

// Asking the server

async function ask(url, options = {}) {
  try {
    const response = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options });
    return { status: response.status, redirected: response.redirected, text: await response.text() };
  } catch (error) {
    return { status: 0, redirected: false, text: "", isLate: error.name === "TimeoutError" };
  }
}

function formIn(text) {
  return new DOMParser().parseFromString(text, "text/html").querySelector("form[data-making-form]");
}

function reason({ status, redirected, isLate }) {
  if (redirected) return "You are signed out. Sign in in another tab, then send this again; what you typed is kept.";
  if (isLate) return "The server did not answer. It may or may not have been added: look in the list before you try again. What you typed is kept.";
  if (!status) return "The server cannot be reached. What you typed is kept; try again.";
  if (status === 403) return "You may not add this. What you typed is kept, to be copied.";
  return `The server answered with an error (${status}). What you typed is kept; try again.`;
}

// An answer may come late, when the dialog is closed or shows something else: it is about `mine` all the same.
async function send() {
  const its = form();
  const mine = state;
  if (!its || its.getAttribute("aria-busy") === "true") return undefined;
  its.setAttribute("aria-busy", "true");
  const chosen = mine.field?.value;
  let answer = await post(its);
  const found = answer.status === 403 ? await standing() : "";
  if (answer.status === 403 && !found) {
    // Signed in anew, as the same person: with the token of now it is sent once more.
    its.elements.csrfmiddlewaretoken.value = document.querySelector("#workbench [name='csrfmiddlewaretoken']").value;
    answer = await post(its);
  }
  its.removeAttribute("aria-busy");
  const isShown = dialog.open && form() === its;
  if (answer.status === 201) return made(its, answer.text, { ...mine, isShown, isFree: mine.field?.value === chosen });
  const again = answer.status === 422 ? formIn(answer.text) : null;
  if (!again) return trouble(its, found ? wordsFor(found) : reason(answer));
  again.dataset.words = its.dataset.words || "";
  if (form() === its) its.replaceWith(again);
  if (isShown) focus();
  return kept.set(again.dataset.makingForm, again);
}

const post = (its) => ask(its.action, { method: "POST", body: new FormData(its) });

function trouble(its, words) {
  const line = document.createElement("p");
  line.className = "form-errors";
  line.setAttribute("role", "alert");
  line.textContent = words;
  its.querySelector("#making-trouble").replaceChildren(line);
  line.scrollIntoView({ block: "nearest" });
}

// What was made

function made(its, text, { field, isShown, isFree }) {
  const list = new DOMParser().parseFromString(text, "text/html").querySelector("select[data-made]");
  const option = list.querySelector("option");
  const noun = list.dataset.made;
  its.remove();
  kept.delete(noun);
  for (const other of kept.values()) for (const name of LISTED[noun] || []) add(other.elements[name], option);
  for (const select of new Set([...forms().map((one) => one.elements[FIELD[noun]]), field])) add(select, option);
  if (isShown) dialog.close();
  announce(`Added “${option.text.trim()}”.`);
  if (field?.isConnected && isFree) {
    field.value = option.value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    if (isShown) {
      goOn();
      state.wentOn = true; // that the dialog is closed is told later
    }
  }
  const detail = { noun, value: option.value, label: option.text.trim(), field };
  document.dispatchEvent(new CustomEvent("workbench:made", { detail }));
  // It is a step that can be taken back, which the tools show.
  if (document.getElementById("toolbar-steps") && window.htmx) {
    window.htmx.ajax("GET", location.pathname, { target: "#toolbar-steps", select: "#toolbar-steps", swap: "outerHTML" });
  }
}

function add(select, option) {
  if (!select?.matches?.("select") || [...select.options].some((one) => one.value === option.value)) return;
  const copy = option.cloneNode(true);
  const issue = copy.dataset.issue;
  const groups = [...select.querySelectorAll("optgroup")];
  if (!issue || select.name !== "proposal") return select.append(copy);
  let group = groups.find((one) => one.label === issue);
  if (!group) {
    group = document.createElement("optgroup");
    group.label = issue;
    select.append(group);
  }
  return group.append(copy);
}

// Closing, by Escape too, keeps what was typed and gives the focus back to where it was.
function goBack() {
  if (form()) kept.set(form().dataset.makingForm, form());
  const { field, opener, wentOn } = state;
  if (wentOn) return;
  const box = field?.closest(".field")?.querySelector("[role='combobox']");
  const next = [opener, box, field].find((one) => one?.isConnected && one !== document.body && one.getClientRects().length);
  next?.focus({ preventScroll: true });
}

export function start() {
  document.addEventListener("workbench:make", ({ detail }) => open(detail));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-make]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const opener = link.closest("details")?.querySelector("summary") || link;
    link.closest("details")?.removeAttribute("open");
    open({ noun: link.dataset.make, url: link.href, opener });
  });
}
