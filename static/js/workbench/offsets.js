// Offsets count code points of the whole text; the browser counts UTF-16 in text nodes. Here the two meet.
//
// The text stands in blocks that each say where they begin ([data-start]), so that a place is found
// by looking at one block; a text without blocks is one block that begins at 0.

export const article = () => document.querySelector("[data-article-text]");

export function codePoints(words) {
  let count = words.length;
  for (let index = 0; index < words.length - 1; index += 1) {
    if (isPair(words, index)) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}

// Where in `words` the code point number `count` begins, in UTF-16.
export function units(words, count) {
  let index = 0;
  for (; count > 0 && index < words.length; count -= 1) index += isPair(words, index) ? 2 : 1;
  return index;
}

function isPair(words, index) {
  return (words.charCodeAt(index) & 0xfc00) === 0xd800 && (words.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

export function blocksOf(text) {
  const found = text.querySelectorAll(".block[data-start]");
  return found.length ? [...found] : [text];
}

export const startOf = (block) => Number(block.dataset.start || 0);

// The last of the blocks for which `isBefore` holds; they stand in order.
function lastBlock(text, isBefore) {
  const all = blocksOf(text);
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isBefore(all[middle])) low = middle;
    else high = middle - 1;
  }
  return all[low];
}

// How many code points of the text come before a place in the document.
export function offsetOf(text, node, offset) {
  const place = document.createRange();
  place.setStart(node, offset);
  const block =
    (node.closest ? node : node.parentElement).closest(".block[data-start]") ||
    lastBlock(text, (candidate) => place.comparePoint(candidate, 0) <= 0);
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, offset);
  return startOf(block) + codePoints(before.toString());
}

// The words of a range that lie in the article, without the white space at their ends:
// {start, end, quote}, or null where there are none.
export function placeOf(range) {
  const text = article();
  if (!text || !range) return null;
  const whole = document.createRange();
  whole.selectNodeContents(text);
  if (range.compareBoundaryPoints(Range.START_TO_END, whole) <= 0) return null;
  if (range.compareBoundaryPoints(Range.END_TO_START, whole) >= 0) return null;
  const inside = range.cloneRange();
  if (inside.compareBoundaryPoints(Range.START_TO_START, whole) < 0) inside.setStart(text, 0);
  if (inside.compareBoundaryPoints(Range.END_TO_END, whole) > 0) inside.setEnd(text, text.childNodes.length);
  const words = inside.toString();
  const quote = words.trim();
  if (!quote) return null;
  const blank = words.length - words.trimStart().length;
  const start = offsetOf(text, inside.startContainer, inside.startOffset) + codePoints(words.slice(0, blank));
  return { start, end: start + codePoints(quote), quote };
}

// The range of the code points from `start` to `end` of the text.
export function rangeOf(start, end) {
  const text = article();
  if (!text) return null;
  const range = document.createRange();
  range.setStart(...nodeAt(text, start, (block) => startOf(block) <= start, false));
  range.setEnd(...nodeAt(text, end, (block) => startOf(block) < end, true));
  return range;
}

// The text node and the UTF-16 offset in it where a code point begins, or where the one before it ends.
function nodeAt(text, offset, isBefore, isEnd) {
  const block = lastBlock(text, isBefore);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let left = offset - startOf(block);
  let last = null;
  while (walker.nextNode()) {
    last = walker.currentNode;
    const length = codePoints(last.data);
    if (left < length || (isEnd && left === length)) return [last, units(last.data, left)];
    left -= length;
  }
  return last ? [last, last.data.length] : [block, 0];
}
