// The choice of a party and of a demand or offer, by typing a few letters of it.
//
// An input with a list (the combobox of the ARIA practices) stands in for the <select>, which stays
// in the form and says what is chosen: whoever changes it and dispatches `change` is followed.

import { fold } from "./guessing.js";
import { alsoNamed, marked, matching, titleOf } from "./matching.js";
import { goOn } from "./panel.js";
import { pressed } from "./stances.js";

const NAMES = ["party", "proposal"];
const PAGE = 8;
const MAKE = {
  party: [["party", "New party"]],
  proposal: [
    ["demand", "New demand"],
    ["offer", "New offer"],
  ],
};
const made = new WeakMap(); // select → combobox

class Combobox {
  constructor(select) {
    this.select = select;
    this.name = select.name;
    this.options = [];
    this.active = -1;
    this.typed = null; // what was typed since the list was last closed; null: nothing
    this.build();
    this.show();
  }

  build() {
    const { select } = this;
    const id = select.id || `code-${select.name}`;
    this.label = select.labels?.[0] || null;
    this.input = element("input", {
      type: "text",
      id: `${id}-box`,
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      placeholder: this.name === "party" ? "Type a name" : "Type words of it",
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    if (select.required) this.input.setAttribute("aria-required", "true");
    this.list = element("div", { role: "listbox", id: `${id}-list`, class: "combobox-list", hidden: "" });
    this.list.setAttribute("aria-label", this.label ? this.label.textContent.replace("*", "").trim() : this.name);
    this.status = element("span", { class: "visually-hidden", role: "status" });
    this.box = element("div", { class: "combobox", "data-combobox": this.name });
    this.box.append(this.input, this.list, this.status);
    select.after(this.box);
    select.hidden = true;
    if (this.label) this.label.htmlFor = this.input.id;
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.leave());
    this.input.addEventListener("click", () => this.isOpen || this.open(""));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role='option']");
      if (item) this.accept(this.options.indexOf(item));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  // The input says what the select says.
  show() {
    const option = this.select.selectedOptions[0];
    this.input.value = option && option.value ? titleOf(option) : "";
    this.input.title = this.input.value;
    this.typed = null;
  }

  open(words) {
    this.typed = words === this.input.value ? words : this.typed;
    const groups = matching(this.select, words);
    this.fill(groups, words);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const chosen = this.options.findIndex((item) => item.dataset.value && item.dataset.value === this.select.value);
    this.activate(words.trim() ? 0 : chosen);
    this.put();
    const count = new Set(this.options.filter((item) => item.dataset.value).map((item) => item.dataset.value)).size;
    const noun = this.name === "party" ? ["party", "parties"] : ["demand or offer", "demands and offers"];
    this.status.textContent = count ? `${count} ${noun[count === 1 ? 0 : 1]}` : "None matches.";
  }

  fill(groups, words) {
    this.list.replaceChildren();
    this.options = [];
    const parts = fold(words).split(/\s+/).filter(Boolean);
    for (const [index, { title, options }] of groups.entries()) {
      const group = title ? element("div", { role: "group", "aria-labelledby": `${this.list.id}-g${index}` }) : this.list;
      if (title) {
        const head = element("div", { class: "combobox-group", id: `${this.list.id}-g${index}`, role: "presentation" });
        head.textContent = title;
        group.append(head);
        this.list.append(group);
      }
      for (const option of options) group.append(this.item(option, parts));
    }
    const typed = words.trim();
    for (const [noun, label] of MAKE[this.name]) {
      const item = element("div", { role: "option", class: "combobox-option combobox-make", "data-make": noun });
      item.textContent = typed ? `${label} “${typed}”…` : `${label}…`;
      this.add(item);
      this.list.append(item);
    }
  }

  item(option, parts) {
    const item = element("div", { role: "option", class: "combobox-option", "data-value": option.value });
    if (option.value === this.select.value) item.classList.add("is-chosen");
    const title = element("span", { class: "combobox-title" });
    title.append(...marked(titleOf(option), parts));
    item.append(title);
    const more = option.dataset.kind || alsoNamed(option, parts);
    if (more) {
      const small = element("span", { class: "combobox-more" });
      small.append(...(option.dataset.kind ? [more] : marked(more, parts)));
      item.append(" ", small);
    }
    this.add(item);
    return item;
  }

  add(item) {
    item.id = `${this.list.id}-${this.options.length}`;
    item.setAttribute("aria-selected", "false");
    this.options.push(item);
  }

  activate(index) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index >= 0 && index < this.options.length ? index : -1;
    const item = this.options[this.active];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  // The list lies over what scrolls, under the input or above it, as wide as the panel.
  put() {
    if (!this.isOpen) return;
    const input = this.input.getBoundingClientRect();
    const around = (this.box.closest("form") || this.box).getBoundingClientRect();
    const view = window.visualViewport;
    const bottom = view ? view.offsetTop + view.height : window.innerHeight;
    const [under, over] = [bottom - input.bottom - 8, input.top - 8];
    const height = Math.min(this.list.scrollHeight + 2, 352);
    const isOver = under < Math.min(height, 232) && over > under;
    const style = this.list.style;
    style.setProperty("left", `${around.left}px`);
    style.setProperty("width", `${around.width}px`);
    style.setProperty("max-height", `${Math.min(352, isOver ? over : under)}px`);
    style.setProperty("top", isOver ? "auto" : `${input.bottom + 2}px`);
    style.setProperty("bottom", isOver ? `${window.innerHeight - input.top + 2}px` : "auto");
  }

  shut() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
    this.options = [];
    this.list.replaceChildren();
    this.status.textContent = "";
  }

  // Leaving takes nothing that was not accepted; an emptied field chooses nothing.
  leave() {
    const isEmptied = this.typed !== null && !this.input.value.trim();
    if (this.isOpen) this.shut();
    if (isEmptied) this.choose("");
    else this.show();
  }

  choose(value) {
    if (this.select.value !== value) {
      this.select.value = value;
      this.select.dispatchEvent(new Event("input", { bubbles: true }));
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.show();
  }

  accept(index) {
    const item = this.options[index];
    if (!item) return;
    const words = (this.typed ?? "").trim();
    this.shut();
    if (item.dataset.make) {
      this.show();
      const detail = { noun: item.dataset.make, words, field: this.select };
      document.dispatchEvent(new CustomEvent("workbench:make", { detail }));
      return;
    }
    this.choose(item.dataset.value);
    goOn();
  }

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = this.options.length - 1;
    const go = (index) => {
      event.preventDefault();
      if (this.isOpen) return this.activate(index());
      this.open("");
      if (!event.altKey && this.active < 0) this.activate(event.key === "ArrowUp" ? this.options.length - 1 : 0);
    };
    // Over a demand or offer that stands there already a digit is a stance, not the beginning of another title.
    const isSettled = this.name === "proposal" && !this.isOpen && this.typed === null && this.select.value;
    if (isSettled && !event.altKey && pressed(this.select.form, event.key)) return event.preventDefault();
    switch (event.key) {
      case "ArrowDown":
        return go(() => (this.active >= last ? 0 : this.active + 1));
      case "ArrowUp":
        if (event.altKey && this.isOpen) {
          event.preventDefault();
          return this.shut();
        }
        return go(() => (this.active <= 0 ? last : this.active - 1));
      case "PageDown":
        return this.isOpen && go(() => Math.min(last, this.active + PAGE));
      case "PageUp":
        return this.isOpen && go(() => Math.max(0, this.active - PAGE));
      case "Enter":
        event.preventDefault();
        if (this.isOpen && this.active >= 0) return this.accept(this.active);
        if (this.isOpen) this.leave();
        return this.select.value ? goOn() : this.open("");
      case "Escape":
        if (!this.isOpen && this.typed === null) return;
        event.preventDefault();
        if (this.isOpen) this.shut();
        this.show();
        return this.input.select();
      case "Tab":
        if (this.isOpen && this.active >= 0 && this.options[this.active].dataset.value && this.typed) {
          this.choose(this.options[this.active].dataset.value);
        }
    }
  }
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function enhance() {
  for (const form of document.querySelectorAll("[data-code-form]")) {
    for (const name of NAMES) {
      const select = form.elements[name];
      if (select?.matches?.("select") && !made.has(select)) made.set(select, new Combobox(select));
    }
  }
}

function everyOne(act) {
  for (const select of document.querySelectorAll("[data-code-form] select")) if (made.has(select)) act(made.get(select));
}

// A form that is reset says so before it is, and of none of its fields.
function onReset(event) {
  setTimeout(() => everyOne((box) => event.target.contains(box.select) && box.typed === null && box.show()));
}

export function start() {
  enhance();
  document.addEventListener("workbench:changed", enhance);
  document.addEventListener("workbench:open", enhance);
  document.addEventListener("change", (event) => made.get(event.target)?.show());
  document.addEventListener("reset", onReset);
  document.addEventListener("scroll", () => everyOne((box) => box.put()), true);
  window.addEventListener("resize", () => everyOne((box) => box.put()));
  window.addEventListener("pageshow", () => everyOne((box) => box.show()));
}
