// To another period: the same page is fetched for it, #results is exchanged, and the address is kept in the history,
// all of it by htmx, as if a link had been followed. Whatever asks for #results, a filter or a link too: only the answer
// to what was asked last is shown.

const A_PAUSE = 260; // milliseconds without wheel or keys after which a choice is made

let asked = null; // the request under way: who asks, with which request, for which address
let onLost = () => {}; // whom to tell if nothing comes of ours
let pause = 0;

// What the page shows or, if it is still to come, will show.
export const presentAddress = () => asked?.address ?? location.href;

// Of another period that is still to come, nothing is shown: somebody chooses anew. What the filters ask for still comes.
export function giveUp() {
  clearTimeout(pause);
  if (!asked?.element.matches("form")) asked = null;
}

export function soon(choose) {
  clearTimeout(pause);
  pause = setTimeout(choose, A_PAUSE);
}

export function go(address, lost = () => {}) {
  clearTimeout(pause);
  const results = document.getElementById("results");
  if (!window.htmx || !results) return location.assign(address);
  const link = document.createElement("a");
  link.hidden = true;
  link.href = address;
  for (const [name, value] of Object.entries({
    "data-time-going": "",
    "hx-get": address,
    "hx-target": "#results",
    "hx-select": "#results",
    "hx-swap": "outerHTML",
    "hx-push-url": "true",
  })) link.setAttribute(name, value);
  results.append(link);
  window.htmx.process(link);
  onLost = lost;
  link.click();
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.id !== "results") return;
  const element = detail.requestConfig.elt;
  asked = { element, request: detail.xhr, address: new URL(detail.pathInfo.finalRequestPath, location.href).href };
  // At the element itself: when the answer is here, it may no longer be on the page.
  element.addEventListener("htmx:beforeOnLoad", refuse, { once: true });
});

function refuse(event) {
  if (event.detail.xhr !== asked?.request || !event.detail.target.isConnected) event.preventDefault();
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.shouldSwap && detail.xhr === asked?.request) asked = null;
});

for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(kind, ({ detail }) => {
    if (!asked || detail.xhr !== asked.request) return;
    const isOurs = asked.element.matches("[data-time-going]");
    asked = null;
    if (isOurs) onLost();
  });
}

// Back and Forward are a choice as well.
addEventListener("popstate", () => {
  clearTimeout(pause);
  asked = null;
});
