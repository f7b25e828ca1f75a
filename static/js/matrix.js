// The slider through the days with articles. It writes into the field “As of” of the filters, which fetch the
// matrix of that day as they always do; without this, the field and the links beside the heading do the same.
// Everything is looked up when it is needed: going back in the browser puts other elements in the place of these.

const WAIT = 250; // milliseconds of rest before a day is asked for: dragging passes over many
const inWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
let waiting = 0;

const slider = () => document.querySelector("[data-matrix-days]");
const days = () => slider().dataset.matrixDays.split(" ");

function tell(day) {
  const words = inWords.format(new Date(`${day}T00:00:00Z`));
  slider().querySelector("output").textContent = words;
  slider().querySelector("input").setAttribute("aria-valuetext", words);
}

// Let the slider stand where the matrix is: at the last of its days until then, or the first where all are later.
// Not while another day is asked for: it would jump back under the hand.
function follow() {
  const shown = document.querySelector("#results .matrix-day time")?.dateTime;
  if (!slider() || !shown || waiting || document.querySelector("[data-filters].htmx-request")) return;
  slider().hidden = false;
  slider().querySelector("input").value = Math.max(0, days().findLastIndex((one) => one <= shown));
  tell(shown);
}

function ask(day) {
  waiting = 0;
  const field = document.querySelector("#filter-as_of");
  field.value = day;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-matrix-days] input")) return;
  const day = days()[event.target.value];
  tell(day);
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT, day);
});

// Other parties or proposals begin at their first page; another day or another order stays where it is.
const STAYS = ["as_of", "known_on", "sort", "page"];
document.addEventListener(
  "change",
  (event) => {
    const form = event.target.closest("[data-filters]");
    if (form && !STAYS.includes(event.target.name)) form.elements.page.value = "";
  },
  true, // before the form is sent
);
// What cannot be fetched leaves the matrix as it was. The request counts as under way until its events are over.
for (const event of ["htmx:afterSettle", "htmx:historyRestore", "htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(event, () => setTimeout(follow));
}
follow();
