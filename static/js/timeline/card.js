// The words behind a mark, in a card beside it: while the pointer is over the mark or the card, or the mark has the focus.
// Escape takes it away. What it says is the mark's row of the table below; the mark itself says the same in one sentence.

const MARKS = ".timeline-mark, .timeline-event";
const GAP = 10; // pixels between a mark and its card
const A_MOMENT = 180; // milliseconds to get from the mark to the card

let card = null;
let shown = null; // the mark whose card it is
let leaving = 0;
let isTouch = false;
let pointer = ""; // where it is
let dismissed = null; // where it was at Escape: what comes to lie under it there shows nothing

function theCard() {
  if (!card?.isConnected) {
    card = document.getElementById("main").appendChild(document.createElement("div"));
    card.className = "timeline-card";
    card.id = "timeline-card";
    card.setAttribute("role", "tooltip");
    card.hidden = true;
    card.addEventListener("pointerenter", () => clearTimeout(leaving));
    card.addEventListener("pointerleave", hideSoon);
    card.addEventListener("click", () => {
      if (shown && String(getSelection()) === "") shown.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    });
  }
  return card;
}

const placeOf = (event) => `${event.clientX} ${event.clientY}`;

export function hide() {
  clearTimeout(leaving);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  if (card) card.hidden = true;
}

function hideSoon() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, A_MOMENT);
}

function make(name, ...content) {
  const element = document.createElement("p");
  element.className = `timeline-card-${name}`;
  element.append(...content);
  return element;
}

const contentOf = (cell) => (cell ? [...cell.cloneNode(true).childNodes] : []);

function withoutLinks(nodes) {
  return nodes.flatMap((node) => (node.nodeName === "A" ? [...node.childNodes] : [node]));
}

function fill(mark) {
  const row = mark.dataset.position && document.getElementById(`reading-${mark.dataset.position}`);
  if (!row) return [make("sentence", mark.getAttribute("aria-label") ?? "")];
  const cell = (name) => row.querySelector(`[data-cell="${name}"]`);
  const lane = row.closest("tbody")?.querySelector(".timeline-table-lane a");
  const quote = document.createElement("blockquote");
  quote.className = "quote";
  quote.dataset.stance = mark.dataset.stance;
  quote.append(...withoutLinks(contentOf(cell("quote"))));
  const head = make("head");
  const party = document.createElement("strong");
  party.textContent = cell("party")?.textContent.trim() ?? "";
  head.append(party, " ", ...contentOf(cell("stance")));
  const parts = [make("proposal", lane?.textContent.trim() ?? ""), head, quote];
  const foot = make("foot");
  foot.append(...contentOf(cell("date")), " · ", ...contentOf(cell("kind")));
  parts.push(foot);
  return parts;
}

export function show(mark) {
  clearTimeout(leaving);
  if (shown === mark) return;
  hide();
  shown = mark;
  const own = theCard();
  mark.setAttribute("aria-describedby", own.id); // its name has the words shortened
  own.replaceChildren(...fill(mark));
  if (isTouch) own.append(make("hint", "Tap again to read it in its place"));
  own.hidden = false;
  place(own, mark.getBoundingClientRect());
}

// Above the mark or, without room, below; never outside of the window.
function place(own, box) {
  const { offsetWidth: width, offsetHeight: height } = own;
  const room = document.documentElement.clientWidth;
  const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), Math.max(8, room - width - 8));
  const isAbove = box.top - GAP - height >= 8;
  own.style.left = `${left}px`;
  own.style.top = `${isAbove ? box.top - GAP - height : box.bottom + GAP}px`;
}

export function start(chart) {
  const { root } = chart;
  hide();
  root.addEventListener("pointerover", (event) => {
    const mark = event.target.closest(MARKS);
    if (placeOf(event) === dismissed) return;
    dismissed = null;
    if (mark && event.pointerType !== "touch" && !root.hasAttribute("data-dragging")) show(mark);
  });
  root.addEventListener("pointerout", (event) => {
    if (event.target.closest(MARKS) && event.pointerType !== "touch") hideSoon();
  });
  root.addEventListener("pointerdown", (event) => {
    isTouch = event.pointerType === "touch";
    if (!isTouch) hide();
  });
  root.addEventListener("focusin", (event) => {
    const mark = event.target.closest(MARKS);
    if (mark?.matches(":focus-visible")) show(mark);
  });
  root.addEventListener("focusout", hideSoon);
  // A finger cannot hover: the first tap shows the words, the second opens them.
  root.addEventListener("click", (event) => {
    const mark = event.target.closest(MARKS);
    if (!mark || !isTouch || shown === mark) return;
    event.preventDefault();
    show(mark);
  });
  chart.watch(hide);
}

document.addEventListener("pointermove", (event) => (pointer = placeOf(event)), { passive: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shown) return;
  dismissed = pointer;
  hide();
});
document.addEventListener("scroll", () => {
  if (!shown) return;
  const box = shown.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight || !shown.isConnected) hide();
  else place(card, box);
}, { capture: true, passive: true });
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.(`${MARKS}, .timeline-card`)) hide();
});
