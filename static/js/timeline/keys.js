// Keys of the chart: + and − look closer and wider, ← and → earlier and later, 0 shows the whole period, Home and End its
// beginning and its end. They lead where the links above the chart lead; pressed again meanwhile, they go on from there.

import { aStep, closer, lengthOf, moved, rounded, wider } from "./periods.js";

const STEPS = {
  "+": closer,
  "=": closer,
  "-": wider,
  "−": wider,
  0: (_, whole) => whole,
  ArrowLeft: (period, whole) => moved(period, -aStep(period), whole),
  ArrowRight: (period, whole) => moved(period, aStep(period), whole),
  Home: (period, whole) => moved(period, -lengthOf(whole), whole),
  End: (period, whole) => moved(period, lengthOf(whole), whole),
};

export function start(chart) {
  const told = document.getElementById("timeline-keys");
  if (told) {
    told.hidden = false; // true only where this runs
    chart.root.setAttribute("aria-describedby", told.id);
  }
  chart.root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const { key } = event;
    if (!Object.hasOwn(STEPS, key) || (key.startsWith("Arrow") && scrolls(chart.root, key))) return;
    event.preventDefault();
    chart.wantSoon(STEPS[key](rounded(chart.wanted), chart.whole));
  });
}

// Where the picture is wider than its window, the arrows show the rest of it first.
function scrolls(root, key) {
  if (root.scrollWidth <= root.clientWidth + 1) return false;
  return key === "ArrowRight" ? root.scrollLeft + root.clientWidth < root.scrollWidth - 1 : root.scrollLeft > 0;
}
