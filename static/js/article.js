// The page of an article: starts every part of the workbench. Each works by itself and goes
// without what is not on the page; the page works wholly without any of them.

import * as borders from "./workbench/borders.js";
import * as combobox from "./workbench/combobox.js";
import * as drafts from "./workbench/drafts.js";
import * as find from "./workbench/find.js";
import * as guides from "./workbench/guides.js";
import * as help from "./workbench/help.js";
import * as keys from "./workbench/keys.js";
import * as making from "./workbench/making.js";
import * as news from "./workbench/news.js";
import * as panel from "./workbench/panel.js";
import * as selection from "./workbench/selection.js";

for (const part of [selection, panel, combobox, making, keys, help, borders, drafts, guides, find, news]) part.start();

document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.target.closest || event.target.closest("#workbench, #panel")) {
    document.dispatchEvent(new CustomEvent("workbench:changed"));
  }
});
