// The timeline at work: other periods by wheel, drag, pinch, keys and the strip above it, and the words behind each mark.
// Everything here is a convenience: the page has links to other periods, and every mark is a link.

import * as brush from "./timeline/brush.js";
import * as card from "./timeline/card.js";
import * as gestures from "./timeline/gestures.js";
import * as keys from "./timeline/keys.js";
import * as marks from "./timeline/marks.js";
import * as picture from "./timeline/picture.js";
import { Chart } from "./timeline/chart.js";
import { go, presentAddress } from "./timeline/going.js";
import { periodInWords } from "./timeline/periods.js";

const started = new WeakSet();
let held = null; // where the focus was when the page was exchanged
let scrolled = null; // how far the chart was scrolled sideways then

function begin() {
  const root = document.querySelector(".timeline[data-first]");
  if (!root || started.has(root)) return;
  started.add(root);
  root.scrollLeft = scrolled ?? root.scrollWidth; // on a narrow screen the newest is what people come for
  scrolled = null;
  const chart = new Chart(root);
  // Marks come before keys: an arrow that led to a mark is not also for the chart.
  for (const part of [marks, card, keys, gestures, brush, picture]) {
    try {
      part.start(chart);
    } catch (error) {
      reportError(error); // the others go on
    }
  }
  chart.watch(fillFilters);
  fillFilters();
  takeUpFocus(root);
  if (line) line.textContent = periodInWords(chart.seen);
}

// The filters stand outside of what is exchanged; they must ask for what is seen or about to be.
function fillFilters() {
  const asked = new URL(presentAddress()).searchParams;
  for (const name of ["since", "until"]) {
    const field = document.querySelector(`form[data-filters] [name="${name}"]`);
    if (field) field.value = asked.get(name) ?? "";
  }
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.id === "results" && !detail.requestConfig.elt.matches("form")) fillFilters();
});

// What is exchanged cannot tell that it is new; this line can. It is empty until the period is another.
let line = null;

function prepareToTell() {
  if (line?.isConnected) return;
  line = document.getElementById("main").appendChild(document.createElement("p"));
  line.className = "visually-hidden";
  line.setAttribute("role", "status");
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || detail.target?.id !== "results" || !document.querySelector(".timeline[data-first]")) return;
  card.hide();
  scrolled = document.querySelector(".timeline[data-first]").scrollLeft;
  prepareToTell();
  const focus = document.activeElement;
  if (!focus || !detail.target.contains(focus)) held = null;
  else held = { id: focus.id, href: focus.getAttribute("href"), isInChart: Boolean(focus.closest(".timeline")) };
});

function takeUpFocus(root) {
  if (!held) return;
  const { id, href, isInChart } = held;
  held = null;
  const mark = isInChart && href && [...root.querySelectorAll(".timeline-mark, .timeline-event")].find((one) => one.getAttribute("href") === href);
  const same = (id && document.getElementById(id)) || mark || (isInChart ? root : document.querySelector('[data-time-step="whole"]'));
  same?.focus({ preventScroll: true });
}

// A year of the strip, or several talks that stand close together: the same page for another period.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#results svg a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.getAttribute("href"), location.href);
  if (address.pathname !== location.pathname || address.hash) return;
  event.preventDefault();
  go(address.pathname + address.search);
});

begin();
document.addEventListener("htmx:load", begin);
