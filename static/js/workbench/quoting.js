// The parts of the panel that others ask for, and the words that it is about: shown in the text while it is open.

import { placeOfPassage } from "./lighting.js";
import { rangeOf } from "./offsets.js";
import { home } from "./placing.js";

export const chosen = { start: "", end: "", quote: "" };

export const panel = () => document.getElementById("panel");
export const form = () => (panel() || document).querySelector("[data-code-form], form");
export const field = (name) => form()?.elements[name];
export const kind = () => panel()?.dataset.panel || "new";
export const isOpen = () => Boolean(home() && "open" in home().dataset);
export const quoted = () => (isOpen() ? chosen.quote : "");

export function setWords({ start, end, quote }) {
  field("quote").value = quote;
  field("start").value = start;
  field("end").value = end;
  Object.assign(chosen, { start, end, quote: field("quote").value });
  for (const places of form().querySelectorAll(".places")) places.remove();
  showWords();
}

export function readWords() {
  const [start, end] = ["start", "end"].map((name) => field(name)?.value ?? "");
  Object.assign(chosen, { start, end, quote: field("quote")?.value ?? "" });
  const place = start === "" && panel()?.dataset.position ? placeOfPassage(panel().dataset.position) : null;
  if (place) Object.assign(chosen, place);
}

export function forgetWords() {
  for (const name of ["start", "end"]) if (field(name)) field(name).value = "";
  Object.assign(chosen, { start: "", end: "", quote: "" });
}

export const hasPlace = () => chosen.start !== "" && chosen.end !== "";

export function showWords() {
  if (!window.Highlight || !CSS.highlights) return;
  const range = (isOpen() || !home()) && hasPlace() ? rangeOf(Number(chosen.start), Number(chosen.end)) : null;
  if (range) CSS.highlights.set("chosen", new Highlight(range));
  else CSS.highlights.delete("chosen");
}
