// The page of an article: starts every part of the workbench. Each works by itself and goes
// without what is not on the page; the page works wholly without any of them.

import * as borders from "./workbench/borders.js";
import * as combobox from "./workbench/combobox.js";
import * as copying from "./workbench/copying.js";
import * as drafts from "./workbench/drafts.js";
import * as find from "./workbench/find.js";
import * as guides from "./workbench/guides.js";
import * as help from "./workbench/help.js";
import * as keys from "./workbench/keys.js";
import * as making from "./workbench/making.js";
import * as news from "./workbench/news.js";
import * as panel from "./workbench/panel.js";
import * as passages from "./workbench/passages.js";
import * as selection from "./workbench/selection.js";
import * as tools from "./workbench/tools.js";

for (const part of [selection, panel, passages, combobox, copying, making, keys, tools, help, borders, drafts, guides, find, news]) {
  try {
    part.start();
  } catch (error) {
    reportError(error); // the others go on
  }
}

// One answer settles many elements: it is told once.
let told = false;
document.addEventListener("htmx:afterSettle", (event) => {
  if (told || !event.target.closest?.("#workbench")) return;
  told = true;
  queueMicrotask(() => {
    told = false;
    document.dispatchEvent(new CustomEvent("workbench:changed"));
  });
});

// The strip has hundreds of bars and nothing that htmx need know of: it is exchanged without it.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.id !== "strip") return;
  detail.shouldSwap = false;
  detail.target.replaceWith(...detail.fragment.childNodes);
});
