// The strip of the whole period: draw across it to choose a period, drag what is chosen, or take it by an end. Both
// ends are sliders for the keyboard. A click on a year remains the link that it is.

import { onDrag } from "./dragging.js";
import { dayOf, isSame, lengthOf, moved, spanning, withEnd, inWords } from "./periods.js";

const ENDS = { first: "From", last: "To" };

export function start(chart) {
  const strip = document.querySelector("[data-time-strip]");
  if (!strip) return;
  const span = { first: dayOf(strip.dataset.first), last: dayOf(strip.dataset.last) + 1 }; // up to the end of the last day
  const days = lengthOf(span);
  const drawn = strip.querySelector("[data-time-window]");
  const pane = strip.appendChild(document.createElement("div"));
  pane.className = "time-pane";
  const handles = Object.entries(ENDS).map(([end, label]) => {
    const handle = pane.appendChild(document.createElement("span"));
    handle.className = "time-handle";
    handle.id = `time-${end}`;
    handle.tabIndex = 0;
    handle.dataset.end = end;
    for (const [name, value] of Object.entries({
      role: "slider",
      "aria-label": label,
      "aria-valuemin": Math.round(chart.whole.first),
      "aria-valuemax": Math.round(chart.whole.last),
    })) handle.setAttribute(name, value);
    return handle;
  });
  strip.toggleAttribute("data-brush", true);

  const show = (period) => {
    const left = Math.max(0, ((period.first - span.first) / days) * 100);
    const right = Math.min(100, ((period.last + 1 - span.first) / days) * 100);
    pane.style.left = `${left}%`;
    pane.style.width = `${right - left}%`;
    drawn.setAttribute("x", `${left}%`);
    drawn.setAttribute("width", `${right - left}%`);
    strip.toggleAttribute("data-whole", isSame(period, chart.whole));
    for (const handle of handles) {
      const day = Math.round(period[handle.dataset.end]);
      handle.setAttribute("aria-valuenow", day);
      handle.setAttribute("aria-valuetext", inWords(day));
    }
  };
  chart.watch(show);
  show(chart.wanted);
  pointing(chart, strip, span);
  sliding(chart, handles);
}

function pointing(chart, strip, span) {
  const dayAt = (clientX) => {
    const box = strip.getBoundingClientRect();
    return span.first + ((clientX - box.left) / box.width) * lengthOf(span);
  };
  onDrag(strip, {
    take(event) {
      const handle = event.target.closest(".time-handle");
      // All of it is chosen: then there is nothing to drag, and a stretch is drawn anew.
      const isWhole = isSame(chart.wanted, chart.whole);
      const takes = handle ? handle.dataset.end : event.target.closest(".time-pane") && !isWhole ? "both" : "none";
      return { day: dayAt(event.clientX), wanted: chart.wanted, takes };
    },
    move(event, { day: start, takes, wanted }) {
      const day = dayAt(event.clientX);
      if (takes === "none") chart.want(spanning(start, day, chart.whole));
      else if (takes === "both") chart.want(moved(wanted, day - start, chart.whole));
      else chart.want(withEnd(wanted, takes, wanted[takes] + day - start, chart.whole));
    },
    drop: () => chart.choose(),
    giveUp: ({ wanted }) => chart.want(wanted),
    click: follow,
  });
  strip.addEventListener("dragstart", (event) => event.preventDefault());
}

// The pane lies above the links of the strip.
function follow(event) {
  if (!event.target.closest(".time-pane") || event.target.closest(".time-handle")) return;
  const under = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.closest(".time-part"));
  under?.closest(".time-part").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

function sliding(chart, handles) {
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
  for (const handle of handles) {
    const { end } = handle.dataset;
    handle.addEventListener("keydown", (event) => {
      const { key } = event;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const step = Math.max(1, Math.round(lengthOf(chart.whole) / 200));
      let day;
      if (key in steps) day = chart.wanted[end] + steps[key] * step;
      else if (key === "Home") day = chart.whole.first;
      else if (key === "End") day = chart.whole.last;
      else return;
      event.preventDefault();
      chart.wantSoon(withEnd(chart.wanted, end, day, chart.whole));
    });
  }
}
