// To another period: the same page is fetched for it, #results is exchanged, and the address is kept in the history,
// all of it by htmx, as if a link had been followed.

let underWay = null; // the link that was followed for us, and whom to tell if nothing comes of it

// What still comes of it is not shown: somebody chooses anew.
export function giveUp() {
  underWay = null;
}

export function go(address, onLost = () => {}) {
  giveUp();
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
  underWay = { link, onLost };
  link.click();
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const link = detail.requestConfig?.elt;
  if (!link?.matches("[data-time-going]")) return;
  if (link !== underWay?.link) detail.shouldSwap = false;
  else if (detail.shouldSwap) underWay = null;
});

for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(kind, ({ detail }) => {
    if (!underWay || detail.requestConfig?.elt !== underWay.link) return;
    const { onLost } = underWay;
    underWay = null;
    onLost();
  });
}
