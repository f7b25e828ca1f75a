// The workbench: selecting words in the article fills the form, a link to a passage lights it up.
// Everything here is a convenience; the page works without it.

const text = () => document.querySelector("[data-article-text]");
const form = () => document.querySelector("[data-code-form]");
const chosen = { start: "", end: "", quote: "" };

// Offsets in the form count code points; the browser counts UTF-16. This is where the two meet.
const codePoints = (words) => {
  let count = 0;
  for (const _ of words) count += 1;
  return count;
};

// The part of the selection that lies in the article, without the white space at its ends.
function selectedWords() {
  const selection = document.getSelection();
  const article = text();
  if (!article || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const whole = document.createRange();
  whole.selectNodeContents(article);
  if (range.compareBoundaryPoints(Range.START_TO_END, whole) <= 0) return null;
  if (range.compareBoundaryPoints(Range.END_TO_START, whole) >= 0) return null;
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(whole.startContainer, whole.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(whole.endContainer, whole.endOffset);
  const before = whole.cloneRange();
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const quote = words.trim();
  if (!quote) return null;
  const start = codePoints(before.toString()) + codePoints(words.slice(0, words.indexOf(quote)));
  return { start, end: start + codePoints(quote), quote, range };
}

function fill(words) {
  const fields = form().elements;
  fields.quote.value = words.quote;
  fields.start.value = words.start;
  fields.end.value = words.end;
  Object.assign(chosen, { start: words.start, end: words.end, quote: fields.quote.value });
  for (const field of form().querySelectorAll(".places")) field.remove();
  const coder = form().closest("details");
  if (coder) coder.open = true;
  const side = form().closest(".workbench-side");
  if (side) side.scrollTop = 0;
  if (window.Highlight && CSS.highlights) CSS.highlights.set("chosen", new Highlight(words.range));
}

function isInView(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < window.innerHeight * 0.8;
}

let waiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(take, 120);
});

// Letting go of the mouse in the text is the end of a selection: take it before anything else can end it.
document.addEventListener("mouseup", (event) => {
  const article = text();
  if (!article || !article.contains(event.target)) return;
  clearTimeout(waiting);
  take();
});

function take() {
  if (!form()) return;
  const words = selectedWords();
  const jump = document.querySelector("[data-code-jump]");
  if (words) fill(words);
  if (jump) jump.hidden = !words || isInView(form());
}

// Words typed over the quote stand wherever the server finds them; the same words again, where they were.
document.addEventListener("input", (event) => {
  if (event.target.name !== "quote" || event.target.form !== form()) return;
  const fields = form().elements;
  const same = event.target.value === chosen.quote;
  fields.start.value = same ? chosen.start : "";
  fields.end.value = same ? chosen.end : "";
});

function goToForm() {
  form().scrollIntoView({ block: "start" });
  form().elements.party.focus();
}

document.addEventListener("click", (event) => {
  const jump = event.target.closest("[data-code-jump]");
  if (!jump) return;
  take();
  jump.hidden = true;
  goToForm();
});

// With the text focused: arrows go from word to word, Shift extends, Alt by character, Enter goes on to the form.
document.addEventListener("keydown", (event) => {
  const article = text();
  if (event.target !== article || !form() || event.ctrlKey || event.metaKey) return;
  const selection = document.getSelection();
  if (event.key === "Enter" && selectedWords()) {
    event.preventDefault();
    clearTimeout(waiting);
    take();
    goToForm();
    return;
  }
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  event.preventDefault();
  const forward = (event.key === "ArrowLeft") === (getComputedStyle(article).direction === "rtl");
  if (!selection.rangeCount || !article.contains(selection.anchorNode)) selection.collapse(article, 0);
  if (event.shiftKey) {
    selection.modify("extend", forward ? "forward" : "backward", event.altKey ? "character" : "word");
    return;
  }
  if (forward) {
    if (!selection.isCollapsed) selection.collapseToEnd();
    selection.modify("move", "forward", "word");
  } else if (!selection.isCollapsed) selection.collapseToStart();
  selection.modify("move", "backward", "word");
  selection.modify("extend", "forward", "word");
});

// A passage has as many pieces as others overlap it: light them all, and its card.
function light() {
  const key = decodeURIComponent(location.hash).replace(/^#[pc]-/, "");
  for (const piece of document.querySelectorAll("[data-position]")) {
    piece.classList.toggle("lit", piece.dataset.position === key);
  }
  const card = document.getElementById(`c-${key}`);
  if (card) reveal(card);
}

// Beside the text the cards scroll by themselves, so that the passage stays where it is read.
function reveal(card) {
  const side = document.querySelector(".workbench-side");
  const scrolls = side.scrollHeight > side.clientHeight;
  if (scrolls) side.scrollTop += card.getBoundingClientRect().top - side.getBoundingClientRect().top - 16;
  return scrolls;
}

function prepare() {
  const article = text();
  if (article && form()) {
    article.tabIndex = 0;
    article.setAttribute("role", "group");
    article.setAttribute(
      "aria-label",
      "Text. Arrow keys go from word to word, with Shift they extend the selection, Enter takes it to the form.",
    );
    const fields = form().elements;
    Object.assign(chosen, { start: fields.start.value, end: fields.end.value, quote: fields.quote.value });
  }
  light();
}

window.addEventListener("hashchange", light);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.id !== "workbench") return;
  if (window.Highlight && CSS.highlights) CSS.highlights.delete("chosen");
  document.getSelection().removeAllRanges();
  prepare();
  const said = document.querySelector("#workbench [data-announce]");
  document.getElementById("announcement").textContent = said ? said.textContent : "";
  const coded = document.querySelector("#workbench [data-coded]");
  const wrong = document.querySelector("#workbench .places input") || document.querySelector("#workbench [aria-invalid]");
  const next = coded || wrong;
  if (!next) return;
  next.focus({ preventScroll: true });
  if (!reveal(next)) next.scrollIntoView({ block: "nearest" });
});

prepare();
