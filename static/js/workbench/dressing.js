// What the server's panel wears only with scripts: it is a dialog, with a button that closes it.

export function dressPanel(at) {
  at.tabIndex = -1;
  at.setAttribute("role", "dialog");
  if (!at.querySelector("[data-close]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "panel-close";
    button.dataset.close = "";
    button.title = "Close (Escape). What you typed is kept.";
    button.setAttribute("aria-label", "Close");
    button.textContent = "×";
    at.prepend(button);
  }
}
