// A value and its unit: as long as the unit is not chosen, the page says in which ones the value may be and marks them.
// The limits come with the page (data-spans, from the rules); nothing is chosen for anybody.

import { readTyped } from "./typed.js";

function numberIn(field) {
  try {
    return readTyped("decimal", field.value);
  } catch {
    return null; // what is no number is told beside the field
  }
}

function watchUnit(box) {
  const spans = JSON.parse(box.dataset.spans), said = box.querySelector("[data-which]");
  const amount = box.querySelector(".amount"), value = amount.querySelector("input:not([type=radio])");
  const units = [...amount.querySelectorAll("input[type=radio]")].filter((radio) => radio.value in spans);
  const nameOf = (radio) => radio.nextElementSibling.textContent;
  const say = () => {
    const number = numberIn(value), isOpen = number !== null && !units.some((radio) => radio.checked);
    const fits = units.filter(({ value: unit }) => isOpen && spans[unit][0] <= number && number <= spans[unit][1]);
    for (const radio of units) radio.closest(".chip").classList.toggle("may-be", fits.includes(radio));
    const text = isOpen ? said.dataset[["none", "one"][fits.length] ?? "several"] : "";
    const [before, after = ""] = text.split("{}");
    const names = fits.flatMap((radio, at) => [...(at ? [said.dataset.or] : []), unitName(nameOf(radio))]);
    if (said.textContent !== before + fits.map(nameOf).join(said.dataset.or) + after) said.replaceChildren(before, ...names, after);
  };
  for (const kind of ["input", "change", "click"]) box.addEventListener(kind, say);
  addEventListener("pageshow", say);
  say();
}

function unitName(text) {
  return Object.assign(document.createElement("bdi"), { className: "n", dir: "ltr", textContent: text });
}

document.querySelectorAll("[data-measured]").forEach(watchUnit);
