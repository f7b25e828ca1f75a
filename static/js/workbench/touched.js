// Which fields of a form somebody filled in by hand: these no guess writes over.

const touched = new WeakMap(); // form → names

export function touch(form, name) {
  if (!touched.has(form)) touched.set(form, new Set());
  touched.get(form).add(name);
}

export const isTouched = (form) => Boolean(form && touched.get(form)?.size);
export const has = (form, name) => Boolean(form && touched.get(form)?.has(name));

// An answer that refuses a form brings another one with the same words in it.
export function carry(from, to) {
  if (from && to && touched.has(from)) touched.set(to, touched.get(from));
}

export function start() {
  document.addEventListener("reset", (event) => touched.delete(event.target));
}
