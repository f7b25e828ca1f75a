// Which parties, demands and offers the typed words mean, and where in them the words stand.

import { fold } from "./guessing.js";

const RECENT = 5;

export const titleOf = (option) => option.dataset.title || option.text.replace(/^(Demand|Offer): /, "").trim();
const issueOf = (option) => option.dataset.issue || option.parentElement.label || "";
const otherNames = (option) => (option.dataset.names || option.dataset.keywords || "").split(";").map((name) => name.trim());

// A name or keyword that was typed though it does not stand in the title.
export function alsoNamed(option, parts) {
  const title = fold(titleOf(option));
  const found = otherNames(option).find((name) => parts.some((part) => fold(name).includes(part) && !title.includes(part)));
  return found || "";
}

// The options in which all the words occur, in groups: those that begin with them first.
export function matching(select, words) {
  const parts = fold(words).split(/\s+/).filter(Boolean);
  const found = [];
  for (const [order, option] of [...select.options].entries()) {
    if (!option.value) continue;
    const title = fold(titleOf(option));
    const all = `${title} ${fold(otherNames(option).join(" "))} ${fold(issueOf(option))} ${option.dataset.kind || ""}`;
    if (!parts.every((part) => all.includes(part))) continue;
    const rank = !parts.length || title.startsWith(parts.join(" ")) ? 0 : begin(title, parts) ? 1 : begin(all, parts) ? 2 : 3;
    found.push({ option, order, rank, used: Number(option.dataset.used || 1e6) });
  }
  found.sort((one, other) => one.rank - other.rank || one.used - other.used || one.order - other.order);
  if (parts.length) return grouped(found);
  const recent = found.filter(({ used }) => used < 1e6).slice(0, RECENT);
  const rest = found.filter((one) => !recent.includes(one)).sort((one, other) => one.order - other.order);
  return recent.length ? [{ title: "Used last", options: recent.map(({ option }) => option) }, ...grouped(rest)] : grouped(rest);
}

const isLetter = (letter) => /[\p{L}\p{N}]/u.test(letter || "");

// Whether each of the parts stands at the beginning of a word.
function begin(words, parts) {
  return parts.every((part) => {
    for (let at = words.indexOf(part); at >= 0; at = words.indexOf(part, at + 1)) if (!isLetter(words[at - 1])) return true;
    return false;
  });
}

function grouped(found) {
  const groups = new Map();
  for (const { option } of found) {
    const title = issueOf(option);
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push(option);
  }
  return [...groups].map(([title, options]) => ({ title, options }));
}

// The words with what matched in them set off. Folding may change the length, so letter by letter.
export function marked(words, parts) {
  const letters = [...words];
  const folded = [];
  letters.forEach((letter, index) => {
    for (const piece of fold(letter)) folded.push([piece, index]);
  });
  const line = folded.map(([piece]) => piece).join("");
  const at = folded.flatMap(([piece, index]) => Array(piece.length).fill(index));
  const hit = new Set();
  for (const part of parts) {
    for (let found = line.indexOf(part); found >= 0; found = line.indexOf(part, found + part.length)) {
      for (let index = found; index < found + part.length; index += 1) hit.add(at[index]);
    }
  }
  const pieces = [];
  let run = null;
  letters.forEach((letter, index) => {
    const isHit = hit.has(index);
    if (!run || run.isHit !== isHit) pieces.push((run = { isHit, text: "" }));
    run.text += letter;
  });
  return pieces.map(({ isHit, text }) => {
    if (!isHit) return text;
    const set = document.createElement("b");
    set.textContent = text;
    return set;
  });
}
