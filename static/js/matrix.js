// The slider through the days with articles. It writes into the field “As of” of the filters, which fetch the
// matrix of that day as they always do; without this, the field and the links beside the heading do the same.

const slider = document.querySelector("[data-matrix-days]");
const field = document.querySelector("#filter-as_of");
const WAIT = 250; // milliseconds of rest before a day is asked for: dragging passes over many

if (slider && field) {
  const days = slider.dataset.matrixDays.split(" ");
  const range = slider.querySelector("input");
  const output = slider.querySelector("output");
  const inWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  let waiting = 0;

  // The last of the days until then; the first where all are later.
  const indexOf = (day) => Math.max(0, days.findLastIndex((one) => one <= day));

  function tell(day) {
    const words = inWords.format(new Date(`${day}T00:00:00Z`));
    output.textContent = words;
    range.setAttribute("aria-valuetext", words);
  }

  function follow() {
    const shown = document.querySelector("#results .matrix-day time")?.dateTime;
    if (!shown || waiting) return;
    range.value = indexOf(shown);
    tell(shown);
  }

  function ask() {
    waiting = 0;
    field.value = days[range.value];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  range.addEventListener("input", () => {
    tell(days[range.value]);
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  for (const event of ["htmx:afterSettle", "htmx:historyRestore"]) document.body.addEventListener(event, follow);
  slider.hidden = false;
  follow();
}
