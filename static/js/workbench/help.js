// The help that lists the keys, and in it the switch for single keys.

import { areOn, switchKeys } from "./keys.js";

const dialog = () => document.querySelector("dialog[data-help-dialog]");

function prepare() {
  if (!dialog()?.showModal) return;
  for (const button of document.querySelectorAll("button[data-help]")) {
    button.hidden = false;
    button.setAttribute("aria-haspopup", "dialog");
  }
  const box = dialog().querySelector("[data-single-keys]");
  if (box) box.checked = areOn();
}

export function start() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    if (event.target.closest("button[data-help]")) dialog()?.showModal();
    // A click beside it closes it: only the backdrop is the dialog itself.
    if (event.target.closest("[data-help-close]") || event.target === dialog()) dialog()?.close();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-single-keys]")) switchKeys(event.target.checked);
  });
  document.addEventListener("workbench:changed", prepare);
  prepare();
}
