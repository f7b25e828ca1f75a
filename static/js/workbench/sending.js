// The form of the panel is sent: never twice at once, and whoever waits for the answer is told which it is.

let sending = null; // the request that is under way
const ours = new WeakSet(); // the requests by which the panel saved

const panel = () => document.getElementById("panel");

export const isOurs = (element) => Boolean(element?.matches?.("form") && panel()?.contains(element));
export const isSaving = (xhr) => ours.has(xhr);

export function send(form) {
  const button = [...form.elements].find((element) => element.matches("button:not([type='button'])") && !element.disabled);
  if (!sending && button) form.requestSubmit(button);
}

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

function onAnswer({ detail }) {
  panel()?.removeAttribute("aria-busy");
  if (detail.xhr === sending) sending = null;
}

export function start() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("htmx:beforeSend", onSend);
  document.addEventListener("htmx:afterRequest", onAnswer);
}
