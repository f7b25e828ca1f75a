// What others changed on this article while it is open: asked for every few seconds while somebody looks,
// said in one line, and shown when they ask for it, without touching what they are typing.

import { announce } from "./announcing.js";
import { article, blocksOf } from "./offsets.js";
import { PATIENCE, signIn, standing } from "./trouble.js";

const [EVERY, SLOWEST] = [10_000, 160_000]; // milliseconds
const FRESH = 30_000; // that what was new stays marked as new
const SHOWN = ["cards-title", "cards-empty", "mentions", "strip", "card-list"];

let pause = EVERY;
let timer;
let asking = false;
let stopped = ""; // "signed-out", until its person is here again; or "gone": the article is not there any more
let changes = 0; // of what the page shows
let told = null; // {mark, corrected, removed} of the line that stands there
let fading;

const workbench = () => document.getElementById("workbench");
const line = () => document.getElementById("news");

function plan() {
  clearTimeout(timer);
  if (!stopped && !document.hidden) timer = setTimeout(ask, pause);
}

const get = (url) => fetch(url, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });

async function ask() {
  clearTimeout(timer);
  if (asking || stopped || document.hidden || !workbench()?.dataset.news) return;
  asking = true;
  try {
    const { news, mark, user } = workbench().dataset;
    const answer = await get(`${news}?since=${encodeURIComponent(mark || "")}`);
    // What only members may read is not found by whoever is signed out: the page itself tells which it is.
    const isGone = answer.status === 404 || answer.status === 403;
    if (user && (answer.headers.get("Signed-In") === "no" || answer.status === 401)) signedOut();
    else if (isGone && user && (await standing()) === "signed-out") signedOut();
    else if (isGone) stopped = "gone";
    else if (!answer.ok) throw new Error(String(answer.status));
    else if (mark === workbench()?.dataset.mark) await tell(answer);
    pause = EVERY;
  } catch {
    pause = Math.min(pause * 2, SLOWEST);
  } finally {
    asking = false;
    plan();
  }
}

function signedOut() {
  stopped = "signed-out";
  const words = document.createElement("p");
  words.className = "news";
  words.append("You are signed out. What you typed is kept. ", signIn());
  told = null;
  if (line().textContent.trim() !== words.textContent.trim()) line().replaceChildren(words);
}

// Whoever comes back to this page may have signed in again meanwhile.
function askAgain() {
  if (stopped === "signed-out") stopped = "";
  ask();
}

async function tell(answer) {
  const body = answer.status === 204 ? "" : await answer.text();
  const found = new DOMParser().parseFromString(body, "text/html").querySelector("[data-mark]");
  if (!found) {
    told = null;
    if (line().firstElementChild) line().replaceChildren();
  } else if (!told || told.mark !== found.dataset.mark || !line().contains(told.element)) {
    // Said once, not with every question.
    told = { mark: found.dataset.mark, element: document.importNode(found, true) };
    for (const what of ["corrected", "removed"]) told[what] = (found.dataset[what] || "").split(" ").filter(Boolean);
    line().replaceChildren(told.element);
  }
  warn();
}

// Whoever has a form open on what somebody else changed is told in that form.
function warn() {
  const panel = document.getElementById("panel");
  const key = panel?.dataset.position;
  const form = panel?.querySelector("form");
  if (!told || !key || !form || form.querySelector("[data-overtaken]") || panel.querySelector(".conflict")) return;
  const removed = told.removed.includes(key);
  if (!removed && !told.corrected.includes(key)) return;
  const words = document.createElement("p");
  words.className = "notice overtaken";
  words.dataset.overtaken = "";
  words.setAttribute("role", "alert");
  words.textContent = removed
    ? "Somebody else removed this position just now. What you typed can be copied; saving it will be refused."
    : "Somebody else changed this position just now. When you save, both versions are shown, field by field.";
  (document.getElementById("panel-notice") || form).prepend(words);
}

// Showing

function onClick(event) {
  const link = event.target.closest?.("[data-show-news]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show();
}

async function show() {
  const ownFocus = line().contains(document.activeElement);
  let page;
  let seen;
  try {
    // What is saved while the page is fetched may not be on it yet: then it is fetched again.
    do {
      seen = changes;
      page = await fetchPage();
    } while (seen !== changes);
  } catch {
    return announce("The article could not be fetched. Try again in a moment.");
  }
  if (page.getElementById("workbench").dataset.user !== workbench().dataset.user) return signedOut();
  swap(page);
  line().replaceChildren();
  told = null;
  if (ownFocus) (article() || document.body).focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("workbench:changed"));
  return announce(`Shown. ${document.getElementById("cards-title")?.textContent.trim() || ""}.`);
}

async function fetchPage() {
  const answer = await get(location.pathname);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("workbench")) throw new Error("another page");
  return page;
}

// An answer to a save puts its cards beside cards that this page does not have yet, or no more: somebody else
// was here. Then all is shown as it is now, once the answer has found its place.
let overtaken = false;

function onStranger() {
  if (overtaken) return;
  overtaken = true;
  document.addEventListener(
    "workbench:changed",
    () => {
      overtaken = false;
      show();
    },
    { once: true },
  );
}

function swap(page) {
  const focused = whereabouts(document.activeElement);
  const keepPlace = anchor();
  const side = document.querySelector(".workbench-side");
  const scrolled = side?.scrollTop;
  const before = new Map([...document.querySelectorAll("#card-list > .card")].map((card) => [card.id, plain(card)]));
  workbench().dataset.mark = page.getElementById("workbench").dataset.mark;
  swapText(page);
  for (const id of SHOWN) swapOne(document.getElementById(id), page.getElementById(id));
  swapTools(page);
  if (side) side.scrollTop = scrolled;
  keepPlace();
  focused();
  const fresh = [...document.querySelectorAll("#card-list > .card")].filter((card) => before.get(card.id) !== plain(card));
  markFresh(fresh.map((card) => card.dataset.position));
}

const plain = (element) => {
  const copy = element.cloneNode(true);
  for (const lit of [copy, ...copy.querySelectorAll(".lit, .fresh")]) {
    lit.classList.remove("lit", "fresh");
  }
  copy.removeAttribute("data-coded");
  return copy.outerHTML;
};

function swapOne(old, fresh) {
  if (!old || !fresh || plain(old) === plain(fresh)) return;
  const copy = document.importNode(fresh, true);
  old.replaceWith(copy);
  window.htmx?.process(copy);
}

// Block by block, where only passages changed; the whole where the text itself was corrected.
function swapText(page) {
  const [old, fresh] = [article(), page.querySelector("[data-article-text]")];
  if (!old || !fresh) return;
  const [blocks, others] = [blocksOf(old), blocksOf(fresh)];
  const same = blocks.length === others.length && old.textContent === fresh.textContent;
  if (same) blocks.forEach((block, index) => swapOne(block, others[index]));
  else old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
}

// The find field and the switches keep what stands in them.
function swapTools(page) {
  const [old, fresh] = [document.getElementById("toolbar"), page.getElementById("toolbar")];
  const eyes = old?.querySelector(":scope > .toolbar-eyes");
  if (!eyes || !fresh) return;
  for (const tool of [...old.children]) if (tool !== eyes) tool.remove();
  for (const tool of [...fresh.children]) if (!tool.matches(".toolbar-eyes")) eyes.before(document.importNode(tool, true));
  window.htmx?.process(old);
}

// Passages that come and go above the screen must not move what is read on it.
function anchor() {
  const block = article() && blocksOf(article()).find((candidate) => candidate.getBoundingClientRect().bottom > 0);
  if (!block) return () => {};
  const { id, top } = { id: block.id, top: block.getBoundingClientRect().top };
  return () => {
    const now = document.getElementById(id);
    if (now) window.scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

// The focus comes back to the same link of the same card or passage when that was replaced.
function whereabouts(element) {
  const around = element?.closest("#card-list .card, a.passage-number");
  if (!around) return () => {};
  const links = [...around.querySelectorAll("a, button")];
  const index = links.indexOf(element);
  return () => {
    const now = document.getElementById(around.id);
    if (now && !now.contains(document.activeElement)) (now.querySelectorAll("a, button")[index] || now).focus({ preventScroll: true });
  };
}

function markFresh(keys) {
  clearTimeout(fading);
  const wipe = () => document.querySelectorAll("#workbench .fresh").forEach((piece) => piece.classList.remove("fresh"));
  wipe();
  for (const key of keys) {
    for (const piece of document.querySelectorAll(`#workbench [data-position="${CSS.escape(key)}"]`)) piece.classList.add("fresh");
  }
  fading = setTimeout(wipe, FRESH);
}

function onVisible() {
  if (document.hidden) clearTimeout(timer);
  else askAgain();
}

export function start() {
  if (!workbench()?.dataset.news || !line()) return;
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("online", askAgain);
  window.addEventListener("focus", () => stopped && askAgain());
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:oobErrorNoTarget", onStranger);
  document.addEventListener("workbench:open", warn);
  document.addEventListener("workbench:changed", () => {
    changes += 1;
    if (stopped === "signed-out") askAgain(); // who could save is signed in
    warn();
  });
  plan();
}
