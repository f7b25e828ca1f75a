// Filter panels: they count what is ticked, and close on Escape, on a click elsewhere and on filtering.
// Everything here is a convenience; the form works without it.

const panels = () => document.querySelectorAll("[data-filters] details");

function close(except) {
  for (const panel of panels()) if (panel !== except) panel.open = false;
}

document.addEventListener("change", (event) => {
  const panel = event.target.closest("[data-filters] details");
  if (!panel) return;
  const ticked = panel.querySelectorAll("input:checked").length;
  panel.querySelector(".filter-count").textContent = ticked ? `(${ticked})` : "";
});

document.addEventListener("click", (event) => close(event.target.closest("[data-filters] details")));
document.addEventListener("submit", () => close(null));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("[data-filters] details[open]");
  if (open) open.querySelector("summary").focus();
  close(null);
});
