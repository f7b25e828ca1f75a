import { isUntouched, quoted } from "./panel.js";

// Copying with nothing selected in the panel copies the words it is about; a guess that is
// selected only to be typed over does not count.
function onCopy(event) {
  const quote = quoted();
  if (!quote) return;
  const at = document.activeElement;
  if (document.getElementById("panel").contains(at)) {
    const own = at.matches("input, textarea") && at.type !== "radio" ? at.selectionStart !== at.selectionEnd : false;
    const isGuess = at.matches("[role='combobox']") && isUntouched(at.closest("[data-combobox]").dataset.combobox);
    if ((own && !isGuess) || (!at.matches("input, textarea") && String(document.getSelection()))) return;
  } else if (at.matches("input, textarea") || String(document.getSelection())) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", quote);
}

export function start() {
  document.addEventListener("copy", onCopy);
}
