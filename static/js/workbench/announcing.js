// What is said to those who listen to the page: one line, that no answer of the server replaces. The same words
// twice are said twice: the line is empty in between.

let saying;

export function announce(words) {
  const line = document.getElementById("announcement");
  if (!line) return;
  clearTimeout(saying);
  line.textContent = "";
  saying = setTimeout(() => (line.textContent = words));
}
