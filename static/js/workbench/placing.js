// Where the panel floats: beside the words it is about, never over them, and inside the window.
//
// In the order in which it is tried: at the side of the text, under the words, over them; where none
// has room, and on narrow windows, a sheet at the bottom, with the page scrolled so that the words show.

import { article, rangeOf } from "./offsets.js";

const GAP = 12;
const [NARROW, WIDEST, LEAST_WIDTH, LEAST_HEIGHT] = [640, 460, 340, 280];

let words = null; // {start, end}
let waiting = false;

export const home = () => document.getElementById("panel-home");

export function placeAt(start, end) {
  words = { start, end };
  place({ mayScroll: true });
}

// Under the page, so that its end can be scrolled above the sheet. Not by a property at the root: all that is
// on the page would be styled anew.
function leaveRoom(height) {
  document.body.style.paddingBottom = height;
}

export function placeNowhere() {
  words = null;
  leaveRoom("");
}

// The box around the words, and whether any of them is on the screen.
function boxOfWords() {
  const range = words && words.end > words.start && article() ? rangeOf(words.start, words.end) : null;
  const boxes = range ? [...range.getClientRects()].filter((box) => box.width && box.height) : [];
  if (!boxes.length) return null;
  return {
    top: Math.min(...boxes.map((box) => box.top)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
    first: boxes[0],
    last: boxes.at(-1),
  };
}

// What is seen of the page: less than the window where a keyboard lies on the glass.
function visible() {
  const view = window.visualViewport;
  const top = view ? view.offsetTop : 0;
  return {
    top,
    bottom: top + (view ? view.height : window.innerHeight),
    width: document.documentElement.clientWidth,
  };
}

export function place({ mayScroll = false } = {}) {
  const at = home();
  const panel = document.getElementById("panel");
  if (!at || !panel || !("open" in at.dataset)) return;
  const seen = visible();
  const box = boxOfWords();
  const found = seen.width < NARROW ? null : floating(box, seen, panel);
  at.dataset.open = found ? "beside" : "sheet";
  if (found) {
    leaveRoom("");
    for (const [name, value] of Object.entries(found)) at.style.setProperty(`--panel-${name}`, `${Math.round(value)}px`);
    return;
  }
  at.style.setProperty("--panel-bottom", `${Math.max(0, window.innerHeight - seen.bottom)}px`);
  const height = panel.getBoundingClientRect().height;
  leaveRoom(`${Math.ceil(height) + GAP}px`);
  if (mayScroll && box) scrollClear(box, seen.top, seen.bottom - height);
}

function floating(box, seen, panel) {
  const room = seen.bottom - seen.top - 2 * GAP;
  const height = Math.min(naturalHeight(panel), room);
  const clamp = (top, least, most) => Math.max(least, Math.min(top, most));
  const text = article()?.getBoundingClientRect();
  const beside = text ? text.right + GAP : seen.width;
  const wide = Math.min(WIDEST, seen.width - beside - GAP);
  if (wide >= LEAST_WIDTH) {
    const wanted = box ? box.top - GAP : seen.top + GAP;
    return { left: beside, top: clamp(wanted, seen.top + GAP, seen.bottom - GAP - height), width: wide, height: room };
  }
  if (!box) return null;
  const width = Math.min(WIDEST, seen.width - 2 * GAP);
  const left = clamp(box.first.left, GAP, seen.width - GAP - width);
  const [under, over] = [seen.bottom - GAP - Math.max(box.bottom + GAP, seen.top), Math.min(box.top - GAP, seen.bottom) - seen.top - GAP];
  if (under >= Math.min(height, LEAST_HEIGHT) && (under >= height || under >= over)) {
    return { left, top: Math.max(box.bottom + GAP, seen.top + GAP), width, height: under };
  }
  if (over >= Math.min(height, LEAST_HEIGHT)) {
    const top = Math.min(box.top - GAP, seen.bottom - GAP) - Math.min(height, over);
    return { left, top, width, height: over };
  }
  return null;
}

// How tall it would like to be.
function naturalHeight(panel) {
  const borders = panel.offsetHeight - panel.clientHeight;
  return panel.scrollHeight + borders;
}

// Scroll the page so that the words, or the last of them, stand above the sheet.
function scrollClear(box, top, bottom) {
  const room = bottom - top - 2 * GAP;
  if (box.top >= top + GAP && box.bottom <= bottom - GAP) return;
  const wanted = box.bottom - box.top <= room ? box.top - (top + GAP) : box.bottom - (bottom - GAP);
  window.scrollBy({ top: wanted, behavior: "instant" });
}

// Much may scroll and grow at once: look again before the next frame.
function soon() {
  if (waiting || !home() || !("open" in home().dataset)) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    place();
  });
}

const growth = new ResizeObserver(soon);

export function watch(panel) {
  growth.disconnect();
  growth.observe(panel);
}

export function start() {
  window.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  window.visualViewport?.addEventListener("resize", soon);
  window.visualViewport?.addEventListener("scroll", soon);
}
