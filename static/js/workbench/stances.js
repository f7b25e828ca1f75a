// The stance and its condition: digits choose, and the condition is asked for exactly when it is needed.

const OFF_SCALE = ["ambiguous", "no_position", "declines"];
const DIGITS = "1234567890";
const setAside = new WeakMap(); // form → the condition it had before the stance went off the scale
const wanted = new WeakSet(); // forms in which somebody asked for a condition
let asked = ""; // what party and proposal the last stance was fetched for

const codeForm = (element) => element?.closest?.("[data-code-form]");
const radios = (form) => [...form.querySelectorAll("input[type='radio'][name='stance']")];
const stanceOf = (form) => radios(form).find((radio) => radio.checked)?.value || "";
const conditionOf = (form) => form?.elements.condition;

export function focus(form) {
  const all = form ? radios(form) : [];
  const next = all.find((radio) => radio.checked) || all[0];
  next?.focus();
  next?.closest("fieldset").scrollIntoView({ block: "nearest" });
}

// Saving without the condition a stance needs would be refused: rather ask for it at once.
export function wantsCondition(form) {
  const condition = conditionOf(form);
  if (!condition || stanceOf(form) !== "conditional" || condition.value.trim()) return false;
  if (document.activeElement === condition) return false;
  refresh(form);
  condition.focus();
  return true;
}

export function dress(form) {
  const group = form.querySelector(".stances");
  if (!group) return;
  radios(form).forEach((radio, index) => {
    const label = radio.closest("label");
    if (!label || label.querySelector("kbd")) return;
    const digit = document.createElement("kbd");
    digit.textContent = DIGITS[index];
    digit.setAttribute("aria-hidden", "true");
    label.prepend(digit);
    radio.setAttribute("aria-keyshortcuts", DIGITS[index]);
  });
  if (conditionOf(form) && !form.querySelector("[data-add-condition]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link add-condition";
    button.dataset.addCondition = "";
    button.textContent = "Add a condition";
    conditionOf(form).closest(".field").before(button);
  }
  refresh(form);
}

export function refresh(form) {
  const condition = form && conditionOf(form);
  const field = condition?.closest(".field");
  const button = form?.querySelector("[data-add-condition]");
  if (!field || !button) return;
  const stance = stanceOf(form);
  const isOff = OFF_SCALE.includes(stance);
  if (isOff && condition.value) {
    setAside.set(form, condition.value);
    condition.value = "";
  } else if (!isOff && !condition.value && setAside.has(form)) {
    condition.value = setAside.get(form);
    setAside.delete(form);
  }
  const needed = stance === "conditional";
  const before = form.querySelector("[data-same-again]")?.dataset.condition;
  const shown = !isOff && (needed || condition.value !== "" || wanted.has(form) || Boolean(stance && before));
  const wrong = Boolean(field.querySelector(".field-error"));
  field.hidden = !shown && !wrong;
  button.hidden = shown || isOff || !stance || wrong;
  condition.required = needed;
  condition.setAttribute("aria-required", String(needed));
}

// An answer that refuses a form brings another one with the same words in it.
export function carry(from, to) {
  if (!from || !to) return;
  if (wanted.has(from)) wanted.add(to);
  if (setAside.has(from)) setAside.set(to, setAside.get(from));
}

// A form that is reset says so before it is.
function onReset(event) {
  const form = codeForm(event.target);
  if (!form) return;
  wanted.delete(form);
  setAside.delete(form);
  setTimeout(() => {
    refresh(form);
    askWhatWasSaid(form);
  });
}

function choose(form, radio) {
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const condition = conditionOf(form);
  if (radio.value === "conditional" && condition && !condition.value) condition.focus();
}

const TYPED_INTO = "textarea, select, [contenteditable], input:not([type='radio'], [type='checkbox'], [type='button'], [type='submit'])";

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const panel = event.target.closest?.("#panel");
  const form = codeForm(event.target) || panel?.querySelector("[data-code-form]");
  if (!form || !panel || event.target.matches(TYPED_INTO) || event.target.closest("[data-making]")) return;
  if (pressed(form, event.key)) event.preventDefault();
}

// Whether the key is the digit of a stance, which is then chosen.
export function pressed(form, key) {
  const index = key.length === 1 ? DIGITS.indexOf(key) : -1;
  const radio = index < 0 ? null : radios(form)[index];
  if (!radio || radio.disabled) return false;
  choose(form, radio);
  return true;
}

// What the party said of it last stands beside the fields as soon as both are known.
function askWhatWasSaid(form) {
  const place = form.querySelector("[data-said-here]");
  const url = document.getElementById("workbench")?.dataset.said;
  const [party, proposal] = ["party", "proposal"].map((name) => form.elements[name]?.value || "");
  const question = party && proposal ? new URLSearchParams({ party, proposal }).toString() : "";
  if (!place || !url || (question === asked && place.childElementCount)) return;
  asked = question;
  if (!question) {
    place.replaceChildren();
    return refresh(form);
  }
  fetch(`${url}?${question}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" })
    .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
    .then((html) => {
      if (question !== asked || !place.isConnected) return;
      place.innerHTML = html;
      window.htmx?.process(place);
      refresh(form);
    })
    .catch(() => {}); // a convenience: without an answer the form is as good as before
}

function onChange(event) {
  const form = codeForm(event.target);
  if (!form) return;
  if (event.target.name === "stance") refresh(form);
  if (event.target.name === "party" || event.target.name === "proposal") askWhatWasSaid(form);
}

function onClick(event) {
  const form = codeForm(event.target);
  if (!form) return;
  if (event.target.closest("[data-add-condition]")) {
    wanted.add(form);
    refresh(form);
    conditionOf(form).focus();
  }
  const again = event.target.closest("[data-same-again]");
  if (!again) return;
  const radio = radios(form).find((candidate) => candidate.value === again.dataset.stance);
  if (!radio) return;
  if (again.dataset.condition) conditionOf(form).value = again.dataset.condition;
  choose(form, radio);
  radio.focus();
}

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.addEventListener("reset", onReset);
  document.addEventListener("workbench:open", () => {
    const form = document.querySelector("#panel [data-code-form]");
    if (form) askWhatWasSaid(form);
  });
}
