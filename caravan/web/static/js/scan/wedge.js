// A reader that types: its keys follow each other without a pause and end with Enter. Its code is caught wherever the focus is, so
// that it never lands among the answers of a form; and read by the place of the keys when the layout is not the reader's.

import { cardOf } from "./codes.js";

const LONGEST_PAUSE_MS = 250; // between two keys: a radio reader on a busy tablet is no faster, and only a whole valid code counts
const LEAST_KEYS = 10;
const BY_PLACE = { Slash: "/", NumpadDivide: "/", Minus: "-", NumpadSubtract: "-" };

// What a key writes on the layout that readers are made for, by where it lies.
function byPlace({ code }) {
  const [, key] = code.match(/^(?:Key|Digit|Numpad)([A-Z0-9])$/) ?? [];
  return key ?? BY_PLACE[code] ?? "";
}

const holdsText = (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;

function restore(value, field) {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// onCode(text, field) hears each code that a reader typed, and the field it began in; whether the Enter is then taken is for it to
// say. A burst goes on where the form leads it: three figures of a code fill a pressure, and the next field takes over.
export function listenForReader(onCode) {
  let burst = null;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const { target, key, timeStamp } = event;
    if (!burst || timeStamp - burst.at > LONGEST_PAUSE_MS) burst = { field: target, before: new Map(), written: "", placed: "" };
    burst.at = timeStamp;
    if (holdsText(target) && !burst.before.has(target)) burst.before.set(target, target.value);
    if (key.length === 1) {
      burst.written += key;
      burst.placed += byPlace(event);
    } else if (key === "Enter") {
      const text = [burst.written, burst.placed].find((typed) => typed.length >= LEAST_KEYS && cardOf(typed));
      const { field, before } = burst;
      burst = null;
      if (!text || !onCode(text, field)) return;
      event.preventDefault();
      event.stopPropagation();
      before.forEach(restore);
      if (document.activeElement !== field) field.focus?.({ preventScroll: true });
    }
  }, true);
}
