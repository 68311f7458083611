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

const valueOf = (field) => (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : null);

// onCode(text) hears each code that a reader typed; whether the Enter is then taken is for it to say.
export function listenForReader(onCode) {
  let burst = null;
  const begin = (event) => ({ field: event.target, before: valueOf(event.target), written: "", placed: "", at: 0 });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!burst || event.timeStamp - burst.at > LONGEST_PAUSE_MS || burst.field !== event.target) burst = begin(event);
    burst.at = event.timeStamp;
    if (event.key.length === 1) {
      burst.written += event.key;
      burst.placed += byPlace(event);
    } else if (event.key === "Enter") {
      const text = [burst.written, burst.placed].find((typed) => typed.length >= LEAST_KEYS && cardOf(typed));
      const { field, before } = burst;
      burst = null;
      if (!text || !onCode(text, field)) return;
      event.preventDefault();
      event.stopPropagation();
      if (before !== null && field.value !== before) {
        field.value = before;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }, true);
}
