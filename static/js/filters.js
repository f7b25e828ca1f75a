// Filter panels: they count what is ticked, and close on Escape, on a click elsewhere and on filtering. Going back in the
// browser, the fields show what the address asks for: what is put back on the page has them as they were first loaded.
// Everything here is a convenience; the form works without it.

const panels = () => document.querySelectorAll("[data-filters] details");

function close(except) {
  for (const panel of panels()) if (panel !== except) panel.open = false;
}

function count(panel) {
  const ticked = panel.querySelectorAll("input:checked").length;
  panel.querySelector(".filter-count").textContent = ticked ? `(${ticked})` : "";
}

document.addEventListener("change", (event) => {
  const panel = event.target.closest("[data-filters] details");
  if (panel) count(panel);
});

document.addEventListener("htmx:historyRestore", () => {
  const asked = new URL(location.href).searchParams;
  for (const field of document.querySelectorAll("[data-filters] :is(input, select)[name]")) {
    if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value);
    else if (field.matches("select")) field.value = asked.get(field.name) ?? field.options[0]?.value;
    else field.value = asked.get(field.name) ?? "";
  }
  panels().forEach(count);
});

document.addEventListener("click", (event) => close(event.target.closest("[data-filters] details")));
document.addEventListener("submit", () => close(null));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("[data-filters] details[open]");
  if (open) open.querySelector("summary").focus();
  close(null);
});
