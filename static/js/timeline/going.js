// To another period: the same page is fetched for it, #results is exchanged, and the address is kept in the history,
// all of it by htmx, as if a link had been followed.

let underWay = null;

export function giveUp() {
  if (underWay?.isConnected) window.htmx?.trigger(underWay, "htmx:abort");
  underWay?.remove();
  underWay = null;
}

export function go(address) {
  giveUp();
  const results = document.getElementById("results");
  if (!window.htmx || !results) return location.assign(address);
  const link = document.createElement("a");
  link.hidden = true;
  link.href = address;
  for (const [name, value] of Object.entries({
    "hx-get": address,
    "hx-target": "#results",
    "hx-select": "#results",
    "hx-swap": "outerHTML",
    "hx-push-url": "true",
  })) link.setAttribute(name, value);
  results.append(link);
  window.htmx.process(link);
  underWay = link;
  link.click();
}
