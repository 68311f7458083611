// Shows the button that opens the browser's own print window; without this script, the browser's menu does it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
