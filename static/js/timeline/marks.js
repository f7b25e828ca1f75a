// The marks are one stop for the Tab key; arrows lead from mark to mark: along a band, up and down to the nearest mark of
// another; ↓ leads from the chart to them. Talks and agreements above the axis are a row of their own. Enter follows the mark, as it does any link.

const ROWS = ".timeline-band, .timeline-head .timeline-time";
const MARKS = ".timeline-mark, .timeline-event";

export function start(chart) {
  const { root } = chart;
  const rows = [...root.querySelectorAll(ROWS)].map((row) => [...row.querySelectorAll(MARKS)]).filter((row) => row.length);
  for (const mark of rows.flat()) {
    // The words of the title are the mark's name; as a title they would stand in the way of the card.
    const title = mark.querySelector(":scope > title");
    if (title) {
      mark.setAttribute("aria-label", title.textContent);
      title.remove();
    }
    mark.setAttribute("tabindex", "-1");
  }
  rows[0]?.[0].setAttribute("tabindex", "0");

  root.addEventListener("focusin", (event) => {
    const mark = event.target.closest(MARKS);
    if (!mark) return;
    for (const other of root.querySelectorAll(`:is(${MARKS})[tabindex="0"]`)) other.setAttribute("tabindex", "-1");
    mark.setAttribute("tabindex", "0");
  });
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const mark = event.target.closest(MARKS);
    const next = mark ? after(rows, mark, event.key) : into(root, event);
    if (next === undefined) return;
    event.preventDefault(); // and nothing else is meant by this key
    if (!next) return;
    next.focus({ preventScroll: true });
    reveal(root, next);
  });
}

// From the chart itself: the mark that was last in focus, at first the first.
function into(root, { target, key }) {
  if (target !== root || key !== "ArrowDown") return undefined;
  return root.querySelector(`:is(${MARKS})[tabindex="0"]`) ?? undefined;
}

// The mark that the key leads to, null where there is none, undefined where the key is not for this.
function after(rows, mark, key) {
  const at = rows.findIndex((row) => row.includes(mark));
  const row = rows[at];
  const place = row.indexOf(mark);
  if (key === "ArrowRight") return row[place + 1] ?? null;
  if (key === "ArrowLeft") return row[place - 1] ?? null;
  if (key === "Home") return row[0];
  if (key === "End") return row[row.length - 1];
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const other = rows[at + (key === "ArrowDown" ? 1 : -1)];
  if (!other) return null;
  const x = xOf(mark);
  return other.reduce((best, one) => (Math.abs(xOf(one) - x) < Math.abs(xOf(best) - x) ? one : best));
}

function xOf(mark) {
  const box = mark.getBoundingClientRect();
  return box.left + box.width / 2;
}

// Into view, beside the labels and below the axis that stay.
function reveal(root, mark) {
  mark.scrollIntoView({ block: "nearest", inline: "nearest" });
  const box = mark.getBoundingClientRect();
  const window = root.getBoundingClientRect();
  const left = window.left + (root.querySelector(".timeline-corner")?.offsetWidth ?? 0) + 12;
  if (root.scrollWidth > root.clientWidth + 1 && box.left < left) root.scrollLeft -= left - box.left;
  const top = root.querySelector(".timeline-top");
  const bottom = (top?.getBoundingClientRect().bottom ?? window.top) + 8;
  if (box.top < bottom) {
    if (root.scrollHeight > root.clientHeight + 1) root.scrollTop -= bottom - box.top;
    else document.scrollingElement.scrollTop -= bottom - box.top;
  }
}
