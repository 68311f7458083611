// Readings in turn: the next field takes over when a number is whole, "120/80" in one box goes to both, and between two
// readings the rest is counted, which may be skipped. A field left behind can be gone back to; nothing is ever locked.

import { readTyped } from "./typed.js";

const SILENT = "readings.silent"; // what this tablet keeps: whether the end of the rest makes no sound
const TICK_MS = 250, SECOND_MS = 1000;
const FIGURE = /[0-9٠-٩۰-۹]/g;

function numberIn(field) {
  try {
    return readTyped("decimal", field.value);
  } catch {
    return null;
  }
}

// Whether no further figure could follow: 80 is whole where 180 is the most, 12 is not, 120 is.
function isWhole(field) {
  const number = numberIn(field), { low = 0, high = Infinity } = field.dataset;
  return number !== null && number >= Number(low) && number * 10 > Number(high);
}

function prepare(box) {
  const rows = [...box.querySelectorAll("[data-reading]")].map((row) => [row, [...row.querySelectorAll(".limb > input")]]);
  const fields = rows.flatMap(([, limbs]) => limbs);
  const rest = makeRest(box, rows);
  const next = (field) => fields[fields.indexOf(field) + 1] ?? afterwards(box);

  function lead(field, event) {
    if (partPair(field)) return;
    if (!/^(insert|$)/.test(event.inputType ?? "") || field.value.match(FIGURE)?.length < 2 || !isWhole(field)) return;
    if (document.activeElement === field) next(field)?.focus();
  }

  // "130/80" typed into the first box of a row; a stroke alone leads to the second.
  function partPair(field) {
    const [, limbs] = rows.find(([, each]) => each.includes(field));
    if (field !== limbs[0]) field.value = field.value.replace(/^\s*\//, ""); // the stroke of someone who was led on before it
    const parts = field.value.split("/");
    if (field !== limbs[0] || parts.length !== limbs.length) return false;
    limbs.forEach((limb, at) => { if (at === 0 || parts[at].trim()) limb.value = parts[at].trim(); });
    if (parts.at(-1).trim()) for (const limb of limbs) limb.dispatchEvent(new Event("input", { bubbles: true }));
    limbs.at(-1).focus();
    return true;
  }

  document.addEventListener("input", (event) => { // after the form has heard it: to be led on is to have left the field
    if (!fields.includes(event.target)) return;
    if (event.isTrusted) lead(event.target, event);
    rest.look();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !fields.includes(event.target)) return;
    event.preventDefault(); // never a save by surprise
    next(event.target)?.focus();
  });
  for (const field of fields) field.enterKeyHint = "next";
}

// The first field that stands after the readings.
function afterwards(box) {
  const all = [...box.closest("form").querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox])")];
  const isAfter = (field) => !box.contains(field) && box.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING;
  return all.find((field) => isAfter(field) && field.checkVisibility());
}

// The rest.

function makeRest(box, rows) {
  const seconds = Number(box.dataset.pause ?? 0);
  const part = (name) => box.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  const isFull = ([, limbs]) => limbs.every(isWhole), isBlank = ([, limbs]) => limbs.every((limb) => !limb.value);
  const rested = new Set(rows.filter(isFull)); // what was there when the page came began no rest
  let timer = 0, waiting = null, shown = null;

  function show(row, element) {
    shown?.remove();
    shown = element;
    if (element) row[0].append(element);
  }

  function stop() {
    clearInterval(timer);
    waiting = null;
    show(null, null);
  }

  function begin(row) {
    stop();
    waiting = row;
    const end = performance.now() + seconds * SECOND_MS, element = part("rest");
    const write = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / SECOND_MS));
      element.querySelector("[data-left]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (!left) over(row);
    };
    element.querySelector("[data-skip]").addEventListener("click", () => { stop(); row[1][0].focus(); });
    tuneSound(element.querySelector("[data-sound]"));
    write();
    timer = setInterval(write, TICK_MS);
    show(row, element);
  }

  function over(row) {
    clearInterval(timer);
    show(row, part("over"));
    navigator.vibrate?.([200, 100, 200]);
    if (!localStorage.getItem(SILENT)) ring();
  }

  return {
    // A row just filled begins the rest before the next one; a figure in that one ends it.
    look() {
      if (waiting && !isBlank(waiting)) stop();
      rows.forEach((row, at) => {
        if (!isFull(row) || rested.has(row)) return;
        rested.add(row);
        if (seconds && rows[at + 1] && isBlank(rows[at + 1])) begin(rows[at + 1]);
      });
    },
  };
}

function tuneSound(button) {
  const mark = () => button.setAttribute("aria-pressed", String(!localStorage.getItem(SILENT)));
  button.addEventListener("click", () => {
    if (localStorage.getItem(SILENT)) localStorage.removeItem(SILENT);
    else localStorage.setItem(SILENT, "yes");
    mark();
  });
  mark();
}

// Two soft tones, and silence again.
function ring() {
  const sound = new AudioContext(), volume = sound.createGain();
  volume.gain.value = 0.08;
  volume.connect(sound.destination);
  [[660, 0], [880, 0.22]].forEach(([pitch, at]) => {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    tone.connect(volume);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.18);
    tone.onended = () => { if (at) sound.close(); };
  });
}

document.querySelectorAll("[data-readings]").forEach(prepare);
