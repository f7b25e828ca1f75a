// Wheel, drag and pinch over the chart. The page always scrolls as it would: the wheel alone chooses a period only with
// Ctrl, with Shift or sideways, or over the axis; one finger scrolls; and where there is nothing more to zoom, the page has it.

import { onDrag } from "./dragging.js";
import { lengthOf, moved, zoomed } from "./periods.js";

const A_NOTCH = 0.0022; // zoom for each pixel that the wheel turns
const A_LINE = 16;

const pixels = (event, delta) => (event.deltaMode === 1 ? delta * A_LINE : event.deltaMode === 2 ? delta * 400 : delta);
// Not in whole days: a touchpad turns the wheel by parts of one.
const isThere = (one, other) => Math.abs(one.first - other.first) + Math.abs(one.last - other.last) < 1e-6;
const scrollsSideways = (root) => root.scrollWidth > root.clientWidth + 1;

export function start(chart) {
  wheel(chart);
  drag(chart);
  pinch(chart);
}

function wheel(chart) {
  chart.root.addEventListener("wheel", (event) => {
    const period = periodAfter(chart, event);
    if (!period || (isThere(period, chart.wanted) && !chart.isPreviewing)) return;
    event.preventDefault();
    chart.wantSoon(period);
  }, { passive: false });
}

function periodAfter(chart, event) {
  const [x, y] = [pixels(event, event.deltaX), pixels(event, event.deltaY)];
  const isOverAxis = chart.head.contains(event.target);
  if (event.ctrlKey || event.metaKey || (isOverAxis && !event.shiftKey && Math.abs(y) >= Math.abs(x))) {
    // A pinch on a trackpad is a wheel with Ctrl, and finer.
    const factor = Math.exp(Math.max(-120, Math.min(120, y)) * A_NOTCH * (event.ctrlKey && Math.abs(y) < 30 ? 4 : 1));
    return zoomed(chart.wanted, factor, chart.shareAt(event.clientX), chart.whole);
  }
  const sideways = event.shiftKey ? x || y : x;
  if (!sideways || (!event.shiftKey && Math.abs(x) <= Math.abs(y))) return null;
  if (canScroll(chart.root, sideways)) return null;
  return moved(chart.wanted, sideways * chart.daysAPixel, chart.whole);
}

function canScroll(root, by) {
  if (!scrollsSideways(root)) return false;
  return by > 0 ? root.scrollLeft + root.clientWidth < root.scrollWidth - 1 : root.scrollLeft > 0;
}

function drag(chart) {
  const { root } = chart;
  onDrag(root, {
    take(event) {
      if (!event.target.closest("svg")) return null;
      if (event.pointerType === "touch" && scrollsSideways(root)) return null; // one finger scrolls
      return { wanted: chart.wanted, scroll: root.scrollLeft };
    },
    move(event, from) {
      // What the window of the chart can show by scrolling, it shows by scrolling.
      const by = event.clientX - from.x;
      root.scrollLeft = from.scroll - by;
      const rest = by + (root.scrollLeft - from.scroll);
      chart.want(moved(from.wanted, -rest * (lengthOf(from.wanted) / chart.width), chart.whole));
    },
    drop: () => chart.choose(),
    giveUp: ({ wanted }) => chart.want(wanted),
  });
  root.addEventListener("dragstart", (event) => event.target.closest("svg") && event.preventDefault());
}

function pinch(chart) {
  let from = null;
  const middle = (touches) => (touches[0].clientX + touches[1].clientX) / 2;
  const apart = (touches) => Math.max(Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY), 20);

  chart.root.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2 || !event.cancelable) return;
    event.preventDefault();
    from = { wanted: chart.wanted, apart: apart(event.touches), share: chart.shareAt(middle(event.touches)) };
  }, { passive: false });
  chart.root.addEventListener("touchmove", (event) => {
    if (!from || event.touches.length !== 2) return;
    if (event.cancelable) event.preventDefault();
    const period = zoomed(from.wanted, from.apart / apart(event.touches), from.share, chart.whole);
    // The two fingers may travel together as well.
    const travelled = (from.share - chart.shareAt(middle(event.touches))) * lengthOf(period);
    chart.want(moved(period, travelled, chart.whole));
  }, { passive: false });
  const end = (event) => {
    if (!from || event.touches.length >= 2) return;
    from = null;
    chart.choose();
  };
  chart.root.addEventListener("touchend", end);
  chart.root.addEventListener("touchcancel", end);
}
