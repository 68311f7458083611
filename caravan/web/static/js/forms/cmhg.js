// 13/8 typed for 130/80: the page asks, one tap puts the pressure in mmHg there, another leaves it as typed. The limits
// come with the page (data-slip, from the rules); the twin of likely_mmhg in caravan/scoring/entry.py.

import { readTyped } from "./typed.js";

const LIMBS = ["systolic", "diastolic"];

function numberIn(field) {
  try {
    return readTyped("decimal", field.value);
  } catch {
    return null;
  }
}

// The pressure that was meant, by limb, or null when nothing looks like cmHg.
function meant(numbers, slip) {
  const figures = numbers.map((number, at) => {
    if (number === null) return null;
    const isSlip = slip[`${LIMBS[at]}_from`] <= number && number <= slip[`${LIMBS[at]}_to`];
    return isSlip ? Math.round(number * slip.factor) : NaN;
  });
  const [upper, lower] = figures;
  return upper === null || figures.some(Number.isNaN) || (lower !== null && lower >= upper) ? null : figures;
}

function watchSlips(box) {
  const slip = JSON.parse(box.dataset.slip), template = box.querySelector("template[data-meant]");
  for (const row of box.querySelectorAll("[data-reading]")) watchRow(row, slip, template);
}

function watchRow(row, slip, template) {
  const fields = [...row.querySelectorAll(".limb > input")];
  let refused = ""; // what was left as typed is not asked about again
  const typed = () => fields.map(({ value }) => value).join("/");

  function ask(figures) {
    const asked = template.content.firstElementChild.cloneNode(true);
    for (const place of asked.querySelectorAll("[data-pressure]")) place.textContent = figures.filter((figure) => figure !== null).join("/");
    asked.querySelector("[data-yes]").addEventListener("click", () => {
      fields.forEach((field, at) => { if (figures[at] !== null) put(field, figures[at]); });
      asked.remove();
      (fields.find((field) => !field.value) ?? fields.at(-1)).focus();
    });
    asked.querySelector("[data-no]").addEventListener("click", () => { refused = typed(); asked.remove(); });
    row.append(asked);
  }

  function put(field, figure) {
    field.value = figure;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // Asked when a field is left: "13" may still become 130.
  function look({ type, target }) {
    const figures = meant(fields.map(numberIn), slip), shown = row.querySelector(".meant");
    if (!figures || typed() === refused) return shown?.remove();
    if (type !== "change" || (figures[1] === null && target === fields[0] && document.activeElement === fields[1])) return undefined;
    shown?.remove();
    return ask(figures);
  }
  for (const kind of ["change", "input"]) row.addEventListener(kind, (event) => { if (fields.includes(event.target)) look(event); });
}

document.querySelectorAll("[data-readings][data-slip]").forEach(watchSlips);
