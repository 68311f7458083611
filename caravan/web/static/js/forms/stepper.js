// Numbers by steps: minus, plus and sign keys, the arrow keys, a key held down. Typing works as ever, and what stands in
// the field is all that counts: nothing is kept here.

import { readTyped } from "./typed.js";

const HOLD_MS = 450, AGAIN_MS = 110;
const point = document.documentElement.lang === "en" ? "." : ","; // as figures.py writes numbers
const number = (box, what) => (what in box.dataset ? Number(box.dataset[what]) : null);
let timer;

const fieldOf = (box) => box.querySelector("input");

// What stands in the field: a number, null when blank, undefined for what is no number.
function valueOf(box) {
  try {
    return readTyped("decimal", fieldOf(box).value);
  } catch {
    return undefined;
  }
}

function write(box, value) {
  const decimals = (box.dataset.step.split(".")[1] ?? "").length;
  const sign = value > 0 && "signed" in box.dataset ? "+" : "";
  const field = fieldOf(box);
  field.value = sign + value.toFixed(decimals).replace(".", point);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const settle = (box) => fieldOf(box).dispatchEvent(new Event("change", { bubbles: true }));

// The next mark of the scale in a direction: from 16.5 up by one is 17.
function next(value, by, size) {
  const marks = value / size, nearest = Math.round(marks);
  if (Math.abs(marks - nearest) < 1e-6) return (nearest + by) * size;
  return (by > 0 ? Math.ceil(marks) : Math.floor(marks)) * size;
}

function first(box, by) {
  const start = number(box, "start"), low = number(box, "low") ?? -Infinity;
  return start ?? (low > 0 ? low : Math.max(by * Number(box.dataset.step), low));
}

function within(box, value) {
  const low = number(box, "low") ?? -Infinity, high = number(box, "high") ?? Infinity;
  if ("round" in box.dataset) return value > high ? value - high : value < low ? value + high : value;
  return Math.min(Math.max(value, low), high);
}

function step(box, by) {
  const value = valueOf(box);
  if (value === undefined) return fieldOf(box).focus(); // what was typed is not thrown away
  write(box, within(box, value === null ? first(box, by) : next(value, by, Number(box.dataset.step))));
}

// On a blank field the sign comes first and the figures are typed after it: many number pads have no minus.
function turn(box) {
  const value = valueOf(box), field = fieldOf(box);
  if (value) write(box, within(box, -value));
  else if (value === null || field.value === "-") {
    field.value = field.value ? "" : "-";
    field.focus();
  }
}

function hold(event) {
  const key = event.target.closest("[data-by]"), box = key?.closest("[data-stepper]");
  if (!box || event.button) return;
  const again = () => {
    step(box, Number(key.dataset.by));
    key.dataset.held = "yes";
    timer = setTimeout(again, AGAIN_MS);
  };
  release();
  timer = setTimeout(again, HOLD_MS);
}

function release() {
  clearTimeout(timer);
}

function press(event) {
  const key = event.target.closest("[data-stepper] button"), box = key?.closest("[data-stepper]");
  if (!box) return;
  if (key.dataset.held) delete key.dataset.held; // the steps were made while it was held
  else if ("sign" in key.dataset) turn(box);
  else step(box, Number(key.dataset.by));
  settle(box);
}

function arrow(event) {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key], box = event.target.closest("[data-stepper]");
  if (!by || !box || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  step(box, by);
}

// On a circle nought is the full turn: an axis of 0 is 180.
function fullTurn({ target }) {
  const box = target.closest("[data-round]");
  if (box && valueOf(box) === 0) write(box, number(box, "high"));
}

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("pointerdown", hold);
  form.addEventListener("click", press);
  form.addEventListener("keydown", arrow);
  form.addEventListener("change", fullTurn);
  form.addEventListener("contextmenu", (event) => { if (event.target.closest("[data-stepper] button")) event.preventDefault(); });
}
for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, release);
