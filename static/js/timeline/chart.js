// One chart on the page: its parts, the period that it shows, and the period that a gesture is about to choose. Until the
// picture of that is here, the present one is moved and stretched to where it will be.

import { dayOf, held, isSame, lengthOf, periodInWords, addressOf } from "./periods.js";
import { giveUp, go, presentAddress, soon } from "./going.js";

const STILL = ".timeline-time :is(.timeline-mark, .timeline-event), .timeline-time text:not(.timeline-time a text)";

const middleOf = (element) => {
  const box = element.getBBox();
  return box.x + box.width / 2;
};

const readPeriod = (data, first, last) => ({ first: dayOf(data[first]), last: dayOf(data[last]) });

export class Chart {
  constructor(root) {
    this.root = root;
    this.head = root.querySelector(".timeline-head");
    this.seen = readPeriod(root.dataset, "first", "last");
    this.whole = readPeriod(root.dataset, "start", "end");
    this.left = Number(root.dataset.x0);
    this.width = Number(root.dataset.x1) - this.left;
    this.wanted = this.seen;
    this.watchers = [];
    this.still = null; // what keeps its width while the rest is stretched
  }

  // 0 at the first day, 1 at the last; beyond in the margins.
  shareAt(clientX) {
    const box = this.head.getBoundingClientRect();
    const scale = box.width / Number(this.root.dataset.plot) || 1;
    return (clientX - box.left - this.left * scale) / (this.width * scale);
  }

  get daysAPixel() {
    return lengthOf(this.wanted) / this.width;
  }

  watch(told) {
    this.watchers.push(told);
  }

  want(period) {
    if (!this.root.isConnected) return; // exchanged meanwhile
    giveUp();
    this.wanted = held(period, this.whole);
    this.preview();
    for (const told of this.watchers) told(this.wanted);
  }

  // As `want`, and the choice is made when nothing more comes.
  wantSoon(period) {
    this.want(period);
    soon(() => this.choose());
  }

  choose() {
    if (!this.root.isConnected) return;
    if (isSame(this.wanted, this.seen)) return this.want(this.seen);
    go(addressOf(this.wanted, this.whole, presentAddress()), () => {
      this.want(this.seen);
      const words = document.querySelector("[data-time-seen]");
      if (words) words.textContent += " (the other days could not be fetched; try again)";
    });
  }

  get isPreviewing() {
    return !isSame(this.wanted, this.seen);
  }

  preview() {
    const stretch = lengthOf(this.seen) / lengthOf(this.wanted);
    const shift = ((this.seen.first - this.wanted.first) / lengthOf(this.wanted)) * this.width + this.left * (1 - stretch);
    const isStill = this.wanted.first === this.seen.first && this.wanted.last === this.seen.last;
    this.root.toggleAttribute("data-moving", !isStill);
    for (const part of this.root.querySelectorAll(".timeline-time")) {
      if (isStill) part.removeAttribute("transform");
      else part.setAttribute("transform", `matrix(${stretch} 0 0 1 ${shift} 0)`);
    }
    this.still ??= [...this.root.querySelectorAll(STILL)].map((element) => ({
      element,
      x: Number(element.dataset.x ?? element.getAttribute("x") ?? middleOf(element)),
      own: element.getAttribute("transform") ?? "",
    }));
    for (const { element, x, own } of this.still) {
      const transform = stretch === 1 ? own : `matrix(${1 / stretch} 0 0 1 ${x * (1 - 1 / stretch)} 0) ${own}`;
      if (transform) element.setAttribute("transform", transform);
      else element.removeAttribute("transform");
    }
    const words = document.querySelector("[data-time-seen]");
    if (words) words.textContent = periodInWords(this.wanted);
  }
}
