// How long a registration can still be undone: counted down, and the button goes when the time is over.

for (const form of document.querySelectorAll("[data-undo]")) {
  const end = performance.now() + Number(form.dataset.undo) * 1000, left = form.querySelector("[data-left]");
  const turn = setInterval(() => {
    const seconds = Math.ceil((end - performance.now()) / 1000);
    if (seconds > 0) left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    else { clearInterval(turn); form.remove(); }
  }, 500);
}
