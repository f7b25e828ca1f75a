// Where words begin and end in the text, in code points.

import { article, blocksOf, codePoints, startOf } from "./offsets.js";

const known = new WeakMap(); // block → {start: […], end: […]}

function edgesOf(block) {
  if (known.has(block)) return known.get(block);
  const edges = { start: [], end: [] };
  let at = startOf(block);
  for (const { segment, isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(block.textContent)) {
    const length = codePoints(segment);
    if (isWordLike) {
      edges.start.push(at);
      edges.end.push(at + length);
    }
    at += length;
  }
  known.set(block, edges);
  return edges;
}

function around(offset) {
  const blocks = blocksOf(article());
  let index = blocks.findLastIndex((block) => startOf(block) <= offset);
  if (index < 0) index = 0;
  return { blocks, index };
}

// The next edge after `offset` (way 1), or the one before it (way −1); null where there is none. `which`: start or end.
export function nextEdge(which, offset, way) {
  const { blocks, index } = around(offset);
  for (let at = way > 0 ? Math.max(0, index - 1) : index; at >= 0 && at < blocks.length; at += way) {
    const edges = edgesOf(blocks[at])[which];
    const found = way > 0 ? edges.find((edge) => edge > offset) : edges.findLast((edge) => edge < offset);
    if (found !== undefined) return found;
  }
  return null;
}

// The edge that is nearest to `offset`.
export function nearestEdge(which, offset) {
  const [before, after] = [nextEdge(which, offset + 1, -1), nextEdge(which, offset - 1, 1)];
  if (before === null || after === null) return before ?? after ?? offset;
  return offset - before <= after - offset ? before : after;
}
