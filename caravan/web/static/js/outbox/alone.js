// Over https the tablet prepares to be alone: the worker keeps the shell and the pages without a person, the disk the people
// of the day. All of it goes when the person signs out.

import { clear, putAll } from "./store.js";
import { isTyping } from "../drafts.js";

const EVERY = 60_000, WHOLE_AFTER = 15 * 60_000; // ms between two looks at the people of the day; until all come again
const PREPARED = "prepared", LEARNT = "learnt"; // what this browser last prepared, and knows of the day

async function learnDay() {
  const known = JSON.parse(localStorage.getItem(LEARNT) ?? "{}"), today = document.body.dataset.now.slice(0, 10);
  if (Date.now() - known.at < EVERY * 0.9) return; // another page asked just now
  const isWhole = known.day !== today || !(Date.now() - known.wholeAt < WHOLE_AFTER);
  const answer = await fetch(isWhole || !known.newest ? "/api/day" : `/api/day?after=${known.newest}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { day, people, newest } = await answer.json();
  if (isWhole) await clear("people");
  await putAll("people", people.map((person) => ({ ...person, day })));
  localStorage.setItem(LEARNT, JSON.stringify({ day, newest, at: Date.now(), wholeAt: isWhole ? Date.now() : known.wholeAt }));
}

function prepare(worker, addresses) {
  const mark = JSON.stringify([document.documentElement.lang, document.body.dataset.person, document.body.dataset.now.slice(0, 10), addresses]);
  if (sessionStorage.getItem(PREPARED) === mark) return;
  worker.postMessage({ keep: addresses });
  sessionStorage.setItem(PREPARED, mark);
}

// A new version takes over once no form is being filled: nothing under a finger changes.
async function renew(registration) {
  if (registration.waiting && !(await isTyping())) registration.waiting?.postMessage({ takeOver: true });
}

async function forget() {
  sessionStorage.removeItem(PREPARED);
  localStorage.removeItem(LEARNT);
  navigator.serviceWorker?.controller?.postMessage({ forget: true });
  await clear("people");
}

export async function prepareToBeAlone() {
  document.addEventListener("submit", ({ target }) => { if (target.getAttribute("action") === "/logout") forget().catch(() => undefined); });
  const { person } = document.body.dataset, addresses = JSON.parse(document.body.dataset.alone ?? "[]");
  if (!("serviceWorker" in navigator) || !person || !addresses.length) return;
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => null);
  if (!registration) return; // the certificate is not trusted: as over plain http
  await renew(registration);
  const { active } = await navigator.serviceWorker.ready;
  prepare(active, addresses);
  await learnDay().catch(() => undefined);
  setInterval(() => { if (!document.hidden) learnDay().catch(() => undefined); }, EVERY);
}
