// The strip of the whole period: draw across it to choose a period, drag what is chosen, or take it by an end. Both
// ends are sliders for the keyboard. A click on a year remains the link that it is.

import { dayOf, isSame, lengthOf, moved, spanning, withEnd, inWords } from "./periods.js";

const A_DRAG = 4; // pixels
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
  let from = null;
  const dayAt = (clientX) => {
    const box = strip.getBoundingClientRect();
    return span.first + ((clientX - box.left) / box.width) * lengthOf(span);
  };

  strip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const handle = event.target.closest(".time-handle");
    // All of it is chosen: then there is nothing to drag, and a stretch is drawn anew.
    const isWhole = isSame(chart.wanted, chart.whole);
    const takes = handle ? handle.dataset.end : event.target.closest(".time-pane") && !isWhole ? "both" : "none";
    from = { id: event.pointerId, x: event.clientX, day: dayAt(event.clientX), wanted: chart.wanted, takes, isOn: false };
  });
  strip.addEventListener("pointermove", (event) => {
    if (from?.id !== event.pointerId) return;
    if (!from.isOn) {
      if (Math.abs(event.clientX - from.x) < A_DRAG) return;
      from.isOn = true;
      strip.setPointerCapture(event.pointerId);
      strip.toggleAttribute("data-dragging", true);
    }
    const day = dayAt(event.clientX);
    const { takes, wanted } = from;
    if (takes === "none") chart.want(spanning(from.day, day, chart.whole));
    else if (takes === "both") chart.want(moved(wanted, day - from.day, chart.whole));
    else chart.want(withEnd(wanted, takes, wanted[takes] + day - from.day, chart.whole));
  });
  const end = (event) => {
    if (from?.id !== event.pointerId) return;
    const { isOn, wanted } = from;
    from = null;
    strip.toggleAttribute("data-dragging", false);
    if (event.type === "pointercancel") return chart.want(wanted);
    if (!isOn) return follow(strip, event);
    const stop = (click) => (click.preventDefault(), click.stopPropagation());
    strip.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => strip.removeEventListener("click", stop, { capture: true }));
    chart.choose();
  };
  strip.addEventListener("pointerup", end);
  strip.addEventListener("pointercancel", end);
  strip.addEventListener("dragstart", (event) => event.preventDefault());
}

// The pane lies above the links of the strip.
function follow(strip, event) {
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
