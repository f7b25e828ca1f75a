// A form of the panel could not be sent: the connection is lost, the session is over, or the server failed.
// The panel stays as it is, says what happened, and sends again when it is asked to, never by itself.

import { announce } from "./announcing.js";

const WORDS = {
  offline: "The connection is lost. Nothing was saved yet, and nothing is lost: what you typed is kept, even if you close this page.",
  unreachable: "The server cannot be reached. Nothing was saved yet, and nothing is lost: what you typed is kept, even if you close this page.",
  late: "The server did not answer. This may or may not have been saved: look among the positions before you try again. What you typed is kept.",
  "signed-out": "You are signed out, so nothing was saved. What you typed is kept. Sign in in another tab, come back here and try again.",
  "may-not": "You may not edit this negotiation any more, so nothing was saved. What you typed is kept, to be copied.",
  refused: "The server refused it, and nothing was saved. What you typed is kept. Try again.",
  failed: "The server failed, and nothing was saved. What you typed is kept. Try again in a moment.",
};

export const PATIENCE = 30_000; // milliseconds; htmx waits as long

let waiting = false; // to save as soon as the connection is back, because the person asked for it
let again = false; // this is the second try after a fresh token

const workbench = () => document.getElementById("workbench");
const form = () => document.querySelector("#panel form");

// Whether an answer is the page to sign in, or the way to it.
export const isSignIn = (xhr) =>
  /\/accounts\/login\//.test(xhr.responseURL || "") || /\/accounts\/login\//.test(xhr.getResponseHeader("HX-Redirect") || "");

const isOurs = (detail) => Boolean(form()) && detail.elt === form() && detail.requestConfig?.verb === "post";

export function kindOf(status) {
  if (!status) return navigator.onLine ? "unreachable" : "offline";
  if (status === 401) return "signed-out";
  return status >= 500 ? "failed" : "refused";
}

// After signing in anew the old page's token is stale; and whoever signed in may be somebody else.
// Asks the page itself, and answers with what stands in the way, or "" and a fresh token in every form.
export async function standing() {
  let answer;
  try {
    answer = await fetch(location.pathname, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return navigator.onLine ? "unreachable" : "offline";
  }
  if (answer.status >= 500) return "failed";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("workbench");
  if (!now || !now.dataset.user) return "signed-out";
  if (now.dataset.user !== workbench().dataset.user) return `as ${now.dataset.user}`;
  if (!("mayEdit" in now.dataset)) return "may-not";
  const token = page.querySelector("input[name='csrfmiddlewaretoken']")?.value;
  if (token) for (const field of document.querySelectorAll("input[name='csrfmiddlewaretoken']")) field.value = token;
  return "";
}

export function words(kind) {
  if (!kind.startsWith("as ")) return WORDS[kind];
  const [other, own] = [kind.slice(3), workbench().dataset.user];
  return `You are signed in as ${other} now, and this was typed as ${own}. Nothing was saved; sign in as ${own} to save it.`;
}

function forget() {
  for (const old of document.querySelectorAll("#panel [data-problem]")) old.remove();
}

function say(kind) {
  if (!form()) return;
  forget();
  const line = document.createElement("div");
  line.className = "form-errors trouble";
  line.dataset.problem = kind;
  line.setAttribute("role", "alert");
  const sentence = document.createElement("p");
  sentence.textContent = words(kind);
  const actions = document.createElement("p");
  actions.className = "actions";
  if (kind === "signed-out" || kind.startsWith("as ")) actions.append(signIn());
  if (kind !== "may-not") actions.append(button("Try again", tryAgain));
  if (kind === "offline" || kind === "unreachable") actions.append(waitButton());
  line.append(sentence, actions);
  (document.getElementById("panel-notice") || form()).prepend(line);
  line.scrollIntoView({ block: "nearest" });
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

export function signIn() {
  const link = document.createElement("a");
  link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in another tab";
  return link;
}

function waitButton() {
  const made = button("", () => {
    waiting = !waiting;
    label();
    announce(waiting ? "It will be saved when the connection is back." : "It will wait for you.");
  });
  const label = () => {
    made.textContent = waiting ? "Waiting for the connection. Stop waiting" : "Save when the connection is back";
    made.setAttribute("aria-pressed", String(waiting));
  };
  label();
  return made;
}

async function tryAgain() {
  if (!form()) return;
  form().setAttribute("aria-busy", "true");
  const found = await standing();
  form().removeAttribute("aria-busy");
  if (found) return say(found);
  again = true;
  send();
}

function send() {
  waiting = false;
  forget();
  const save = [...form().elements].find((element) => element.matches("button:not([type='button'])") && !element.disabled);
  form().requestSubmit(save);
}

// A refused token is what signing in elsewhere leaves behind: with a fresh one it is sent once more.
async function onRefused() {
  if (again) {
    again = false;
    return say("refused");
  }
  const found = await standing();
  if (found) return say(found);
  again = true;
  send();
}

function tell(status) {
  // After everybody else has dealt with the answer.
  setTimeout(() => (status === 403 ? onRefused() : say(kindOf(status))));
}

// Nobody knows what became of it.
function onLate({ detail }) {
  if (isOurs(detail)) setTimeout(() => say("late"));
}

// Nothing may come in the place of what was typed: not the page to sign in, nor the page of an error, which
// a server in development would put over this one.
function beforeAnswer(event) {
  const { xhr } = event.detail;
  if (!isOurs(event.detail)) return;
  if (isSignIn(xhr)) {
    event.preventDefault();
    tell(401);
  } else if (isTrouble(xhr.status)) {
    event.preventDefault();
    event.stopPropagation();
    tell(xhr.status);
  } else again = false;
}

export const isTrouble = (status) => status >= 400 && status !== 409 && status !== 422;

function onLost({ detail }) {
  if (isOurs(detail)) tell(0);
}

export function start() {
  document.addEventListener("htmx:sendError", onLost);
  document.addEventListener("htmx:timeout", onLate);
  document.addEventListener("htmx:beforeOnLoad", beforeAnswer, true);
  document.addEventListener("workbench:closed", () => (waiting = false));
  window.addEventListener("online", () => waiting && form() && tryAgain());
}
