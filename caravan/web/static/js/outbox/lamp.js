// The lamp of the bar: all is on the laptop, so many records wait on this tablet, or one of them needs a person.

import { ASKING, isReached } from "./send.js";
import { all } from "./store.js";

const SAMPLES = { zero: 0, one: 1, two: 2, few: 3, many: 11, other: 100 }; // a number of each plural form
const plural = new Intl.PluralRules(document.documentElement.lang);
const say = (forms, count) => forms[SAMPLES[plural.select(count)]].replace("{n}", count);

async function show(lamp) {
  const words = JSON.parse(lamp.dataset.words), records = await all("records").catch(() => []);
  const asking = records.filter(({ state }) => state === ASKING).length, waiting = records.length - asking;
  const [state, text] = asking ? ["off", say(words.asking, asking)] : waiting ? ["late", say(words.waiting, waiting)] : ["ok", words.saved];
  lamp.className = `lamp ${state}`;
  lamp.querySelector("[data-lamp-text]").textContent = text + (waiting && !isReached.signed ? ` · ${words.signed}` : "");
  lamp.parentElement.hidden = false;
}

export function light() {
  const lamp = document.getElementById("outbox-lamp");
  if (!lamp) return;
  addEventListener("outbox", () => show(lamp));
  show(lamp);
}
