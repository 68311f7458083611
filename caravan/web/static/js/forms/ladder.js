// The notation of the acuities: one tap writes every ladder of the page anew and keeps the choice for this tablet. How
// each line is written comes with the page, from the table of the rules; the answers are codes and do not change.

const part = document.querySelector("[data-notations]");
const YEAR_SECONDS = 365 * 24 * 3600;

function writeAll(lines) {
  for (const tap of document.querySelectorAll(".ladder .chip > input")) {
    const place = tap.parentElement.querySelector("bdi");
    if (tap.value in lines && place) place.textContent = lines[tap.value];
  }
}

function choose(button) {
  const { notation } = button.dataset;
  document.cookie = `notation=${notation}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  writeAll(JSON.parse(part.dataset.written)[notation]);
  for (const other of part.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
}

if (part) {
  part.hidden = false;
  part.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-notation]");
    if (button) choose(button);
  });
}
