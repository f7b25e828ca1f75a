// Many places of the text at once, as ranges for highlights. What `offsets.js` does for one place by
// looking it up, this does for a sorted list in one walk along the text nodes.

import { codePoints, startOf, units } from "./offsets.js";

export const canHighlight = () => Boolean(window.Highlight && window.CSS && CSS.highlights);

// Ranges of `places` ({start, end} in code points of the whole text, sorted by start) that begin in this
// block: {place, range, coded}; `coded` where any of it lies in a passage.
export function rangesIn(block, places) {
  const nodes = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = startOf(block);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const length = codePoints(node.data);
    nodes.push({ node, start: at, end: at + length, plain: length === node.data.length });
    at += length;
  }
  const found = [];
  let first = 0;
  for (const place of places) {
    while (first < nodes.length && nodes[first].end <= place.start) first += 1;
    if (first === nodes.length) break;
    if (place.start < nodes[first].start) continue;
    let last = first;
    let coded = false;
    for (; last < nodes.length; last += 1) {
      coded ||= isCoded(nodes[last].node);
      if (place.end <= nodes[last].end || last === nodes.length - 1) break;
    }
    const range = new StaticRange({
      startContainer: nodes[first].node,
      startOffset: unitsIn(nodes[first], place.start),
      endContainer: nodes[last].node,
      endOffset: unitsIn(nodes[last], Math.min(place.end, nodes[last].end)),
    });
    found.push({ place, range, coded });
  }
  return found;
}

const isCoded = (node) => Boolean(node.parentElement.closest("mark.passage"));

const unitsIn = (entry, offset) =>
  entry.plain ? offset - entry.start : units(entry.node.data, offset - entry.start);

// Bring a place to where it can be read, and leave it alone where it can.
export function bringIntoView(range) {
  const box = range.getBoundingClientRect();
  if (!box.height && !box.width) return;
  if (box.top < 80 || box.bottom > window.innerHeight - 80) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollBy({ top: box.top - window.innerHeight / 3, behavior: calm ? "instant" : "smooth" });
  }
}
