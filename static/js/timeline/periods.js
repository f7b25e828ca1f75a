// Periods as two numbers of days, `first` and `last`, both inclusive, with fractions while something moves. The rules
// are those of positions/analysis/periods.py: never outside of the whole, and not shorter than a week.

const A_DAY = 86_400_000;
const LEAST = 6;

export const dayOf = (iso) => Date.parse(`${iso}T00:00Z`) / A_DAY;
const isoOf = (day) => new Date(Math.round(day) * A_DAY).toISOString().slice(0, 10);

export const lengthOf = (period) => period.last - period.first;
export const isSame = (one, other) => Math.round(one.first) === Math.round(other.first) && Math.round(one.last) === Math.round(other.last);
export const rounded = (period) => ({ first: Math.round(period.first), last: Math.round(period.last) });

const clamped = (value, low, high) => Math.min(Math.max(value, low), high);

// As long as it is, moved into the whole.
export function held(period, whole) {
  const days = Math.min(lengthOf(period), lengthOf(whole));
  const first = clamped(period.first, whole.first, whole.last - days);
  return { first, last: first + days };
}

// How short a period may become: what is shorter already stays as it is.
const leastOf = (period, whole) => Math.min(LEAST, lengthOf(whole), lengthOf(period));

// `factor` times as long, so that the day at `share` (0 left, 1 right) of the period stays where it is.
export function zoomed(period, factor, share, whole) {
  const days = clamped(lengthOf(period) * factor, leastOf(period, whole), lengthOf(whole));
  const day = period.first + share * lengthOf(period);
  const first = day - share * days;
  return held({ first, last: first + days }, whole);
}

// The middle half of it, and twice as much, in whole days.
export const closer = (period, whole) => about(period, Math.max(Math.floor(lengthOf(period) / 2), leastOf(period, whole)), whole);
export const wider = (period, whole) => about(period, Math.max(lengthOf(period) * 2, LEAST), whole);

function about(period, days, whole) {
  const first = period.first + Math.floor((lengthOf(period) - days) / 2);
  return held({ first, last: first + days }, whole);
}

// How far “earlier” and “later” go.
export const aStep = (period) => Math.max(Math.floor(lengthOf(period) / 2), 1);

export const moved = (period, days, whole) => held({ first: period.first + days, last: period.last + days }, whole);

// One end at another day; it stops a week before the other end.
export function withEnd(period, end, day, whole) {
  const least = leastOf(period, whole);
  if (end === "first") return { first: clamped(day, whole.first, period.last - least), last: period.last };
  return { first: period.first, last: clamped(day, period.first + least, whole.last) };
}

// From one day to another, in any order; at least a week.
export function spanning(one, other, whole) {
  const [low, high] = [Math.min(one, other), Math.max(one, other)].map((day) => clamped(day, whole.first, whole.last));
  const days = Math.max(high - low, Math.min(LEAST, lengthOf(whole)));
  return held({ first: low, last: low + days }, whole);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function inWords(day) {
  const [year, month, date] = isoOf(day).split("-").map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

export const periodInWords = (period) => `${inWords(period.first)} – ${inWords(period.last)}`;

// An address, but with that period. An end of the whole stays open: what comes later counts.
export function addressOf(period, whole, from) {
  const address = new URL(from);
  const { first, last } = rounded(period);
  address.searchParams.delete("since");
  address.searchParams.delete("until");
  if (first > whole.first) address.searchParams.set("since", isoOf(first));
  if (last < whole.last) address.searchParams.set("until", isoOf(last));
  return address.pathname + address.search;
}
