// What is said to those who listen to the page: one line, that no answer of the server replaces.

export function announce(words) {
  const line = document.getElementById("announcement");
  if (line) line.textContent = words;
}
