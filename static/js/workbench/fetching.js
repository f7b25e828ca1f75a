// The form to correct or to remove a passage is fetched: one at a time, and given up at any moment.

let underWay = null; // the AbortController of the one that is awaited

export const isUnderWay = () => Boolean(underWay);

// Whether one was awaited.
export function giveUp() {
  const was = underWay;
  underWay = null;
  was?.abort();
  return Boolean(was);
}

const panelIn = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("panel");

// Ends in one of three ways, or in none when it is given up: `onCome` gets the panel, `onLost` is told that the
// server cannot be reached, and any other answer is shown as the page it is.
export async function fetchPanel(url, { onCome, onLost }) {
  giveUp();
  const own = new AbortController();
  underWay = own;
  const isGivenUp = () => underWay !== own;
  let answer;
  let html;
  try {
    const headers = { "HX-Request": "true", "HX-Target": "panel" };
    answer = await fetch(url, { headers, credentials: "same-origin", cache: "no-store", signal: own.signal });
    html = await answer.text();
  } catch {
    if (isGivenUp()) return;
    underWay = null;
    onLost();
    return;
  }
  if (isGivenUp()) return;
  underWay = null;
  const elsewhere = answer.headers.get("HX-Redirect");
  const panel = !elsewhere && (answer.ok || answer.status === 409) ? panelIn(html) : null;
  if (panel?.querySelector("form")) onCome(document.adoptNode(panel));
  else location.assign(elsewhere || url);
}
