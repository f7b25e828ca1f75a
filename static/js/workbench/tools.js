// The tools over the text that ask the server: undo, redo, leave a step, the state of the article. What goes wrong
// with them is said below them; nothing comes in the place of the page.

import { announce } from "./announcing.js";
import * as trouble from "./trouble.js";

const WORDS = {
  offline: "The connection is lost, so nothing was changed. Try again when it is back.",
  unreachable: "The server cannot be reached, so nothing was changed. Try again in a moment.",
  late: "The server did not answer. This may or may not have been done: load the page again to see.",
  "signed-out": "You are signed out, so nothing was changed. Sign in in another tab, then try again.",
  "may-not": "You may not edit this negotiation any more, so nothing was changed.",
  refused: "The server refused it, so nothing was changed. Load the page again.",
  failed: "The server failed, and nothing was changed. Try again in a moment.",
};

let again = null; // the form that is sent once more, with a fresh token

const tools = () => document.getElementById("toolbar");
const isOurs = (detail) => Boolean(detail.elt?.matches?.("#toolbar form"));

function forget() {
  document.getElementById("toolbar-problem")?.remove();
}

function say(kind) {
  forget();
  again = null;
  const line = document.createElement("p");
  line.id = "toolbar-problem";
  line.className = "message";
  line.dataset.level = "error";
  const own = document.getElementById("workbench").dataset.user;
  const words = kind.startsWith("as ") ? `You are signed in as ${kind.slice(3)} now; these are the steps of ${own}. Nothing was changed.` : WORDS[kind];
  line.append(words);
  if (kind === "signed-out" || kind.startsWith("as ")) line.append(" ", trouble.signIn());
  tools().append(line);
  announce(words);
}

// A refused token is what signing in elsewhere leaves behind: with a fresh one it is sent once more.
async function onRefused(form, button) {
  const isSecond = again === form;
  const found = await trouble.standing();
  if (found || isSecond || !form.isConnected) return say(found || "refused");
  again = form;
  return form.requestSubmit(button);
}

function beforeAnswer(event) {
  const { xhr, elt, requestConfig } = event.detail;
  if (!isOurs(event.detail)) return;
  if (!trouble.isSignIn(xhr) && !trouble.isTrouble(xhr.status)) return void (again = null);
  event.preventDefault();
  event.stopPropagation();
  if (xhr.status === 403) onRefused(elt, requestConfig.triggeringEvent?.submitter);
  else say(trouble.isSignIn(xhr) ? "signed-out" : trouble.kindOf(xhr.status));
}

export function start() {
  if (!tools()) return;
  document.addEventListener("htmx:beforeSend", ({ detail }) => isOurs(detail) && forget());
  document.addEventListener("htmx:beforeOnLoad", beforeAnswer, true);
  document.addEventListener("htmx:sendError", ({ detail }) => isOurs(detail) && say(trouble.kindOf(0)));
  document.addEventListener("htmx:timeout", ({ detail }) => isOurs(detail) && say("late"));
  document.addEventListener("workbench:changed", forget);
}
