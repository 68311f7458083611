// Lists of teeth: the numbers are typed, or tapped on a copy of the tooth chart that opens below the field.

import { moveByKey, openToTab } from "./tooth_moves.js";

const chart = document.querySelector("[data-tooth-chart]");
const words = chart ? JSON.parse(chart.dataset.words) : {};
const numberOf = (tooth) => tooth.querySelector("b").textContent;
const listed = (field) => field.value.match(/[1-8][1-8]/g) ?? [];
let open = null; // the panel that is open, with its button

function make(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text, ...(tag === "button" && { type: "button" }) });
}

// The chart as it stands, without what paints.
function copyOf() {
  const mouth = chart.querySelector(".mouth").cloneNode(true);
  for (const tooth of mouth.querySelectorAll(".tooth")) {
    tooth.removeAttribute("data-for");
    tooth.disabled = false;
  }
  return mouth;
}

function mark(mouth, field) {
  const chosen = listed(field);
  for (const tooth of mouth.querySelectorAll(".tooth")) tooth.setAttribute("aria-pressed", chosen.includes(numberOf(tooth)));
}

function toggle(field, number) {
  const chosen = listed(field), rest = chosen.filter((other) => other !== number);
  field.value = (rest.length < chosen.length ? rest : [...chosen, number]).join(" ");
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

function close() {
  open?.panel.remove();
  open?.button.setAttribute("aria-expanded", "false");
  open = null;
}

function openPanel(field, button) {
  const mouth = copyOf(), panel = make("div", "picker", ""), done = make("button", "btn quiet low", words.done);
  panel.append(mouth, done);
  button.after(panel);
  button.setAttribute("aria-expanded", "true");
  open = { panel, button };
  mark(mouth, field);
  openToTab(mouth);
  mouth.addEventListener("click", ({ target }) => {
    const tooth = target.closest(".tooth");
    if (tooth) toggle(field, numberOf(tooth));
  });
  mouth.addEventListener("keydown", (event) => {
    if (event.target.matches(".tooth") && moveByKey(mouth, event.target, event.key)) event.preventDefault();
  });
  field.addEventListener("input", () => { if (panel.isConnected) mark(mouth, field); });
  done.addEventListener("click", () => { close(); button.focus(); });
}

function offer(field) {
  const button = make("button", "btn quiet low pick", words.pick);
  button.setAttribute("aria-expanded", "false");
  field.after(button);
  button.addEventListener("click", () => {
    const isOwn = open?.button === button;
    close();
    if (!isOwn) openPanel(field, button);
  });
}

if (chart) document.querySelectorAll("input[data-teeth]").forEach(offer);
