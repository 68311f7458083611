// What is found so far, beside the questions it comes from: so_far.js fills the places, here a pair is read as one
// ("127 / 82 mmHg"), a plain "no" is not worth a line, and what is grave looks it.

const form = document.querySelector("form[data-so-far]");

const GRAVITY = "nrpue";

function tidy(line, findings) {
  const places = [...line.querySelectorAll("[data-finding]")].filter((place) => !place.hidden);
  line.hidden = !places.length || places.every((place) => place.textContent === line.dataset.no);
  const urgencies = places.map((place) => GRAVITY.indexOf(findings[place.dataset.finding].urgency));
  line.dataset.urgency = GRAVITY[Math.max(0, ...urgencies)];
  const units = places.map((place) => place.textContent.trim().split(/\s/).slice(1).join(" "));
  if (places.length > 1 && units[0] && units.every((unit) => unit === units[0])) {
    for (const place of places.slice(0, -1)) place.textContent = place.textContent.trim().split(/\s/)[0];
  }
}

form?.addEventListener("so-far", ({ detail }) => {
  for (const line of form.querySelectorAll(".told > p")) tidy(line, detail.findings);
});
