// Keys of the chart: + and − look closer and wider, ← and → earlier and later, 0 shows the whole period, Home and End its
// beginning and its end. They follow the links above the chart, so that both lead to the same.

import { lengthOf, moved } from "./periods.js";

const LINKS = { "+": "closer", "=": "closer", "-": "wider", "−": "wider", 0: "whole", ArrowLeft: "earlier", ArrowRight: "later" };

export function start(chart) {
  chart.root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const { key } = event;
    if (key.startsWith("Arrow") && scrolls(chart.root, key)) return;
    if (key === "Home" || key === "End") {
      const far = lengthOf(chart.whole) * (key === "Home" ? -1 : 1);
      chart.want(moved(chart.wanted, far, chart.whole));
      chart.choose();
    } else if (key in LINKS) {
      document.querySelector(`[data-time-step="${LINKS[key]}"][href]`)?.click();
    } else return;
    event.preventDefault();
  });
}

// Where the picture is wider than its window, the arrows show the rest of it first.
function scrolls(root, key) {
  if (root.scrollWidth <= root.clientWidth + 1) return false;
  return key === "ArrowRight" ? root.scrollLeft + root.clientWidth < root.scrollWidth - 1 : root.scrollLeft > 0;
}
