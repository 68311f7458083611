// People found while a name is typed. Enter searches as without scripts; down leads to the first person, Enter opens.

import { follow, walk } from "./fragments.js";

const field = document.getElementById("search");
const place = document.getElementById(field.dataset.found);
const said = document.getElementById("found-said");
const instead = document.querySelector("[data-until-found]");
const LEAST = 2; // letters
let shown = field.value.trim();

const ask = follow((part) => {
  said.textContent = part?.querySelector("[data-said]")?.textContent.trim() ?? "";
  place.replaceChildren(...(part?.childNodes ?? []));
  if (instead) instead.hidden = Boolean(part);
});

field.addEventListener("input", () => {
  const typed = field.value.trim();
  if (typed === shown) return;
  shown = typed;
  ask(typed.length < LEAST ? "" : `${field.dataset.from}?q=${encodeURIComponent(typed)}`);
});
for (const one of [field, place]) one.addEventListener("keydown", (event) => walk(event, field, place));
if (shown) field.setSelectionRange(shown.length, shown.length);
