// The tablet tells its clock to the laptop once in each tab, also with nothing to send, and says here when it is wrong: then
// each page asks again, so that the note goes once the clock is set. Records do not need it: they count by the span.

import { ask, isReached } from "./send.js";

const TOLD = "clock.told"; // this tab told a clock that was right

function show(note) {
  if (isReached.clock === null) return;
  note.querySelector("span").textContent = isReached.clock;
  note.hidden = !isReached.clock;
  if (isReached.clock) sessionStorage.removeItem(TOLD);
  else sessionStorage.setItem(TOLD, "yes");
}

export async function tellClock() {
  const note = document.getElementById("wrong-clock");
  if (!note) return;
  addEventListener("outbox", () => show(note));
  if (sessionStorage.getItem(TOLD)) return;
  await ask();
  show(note);
}
