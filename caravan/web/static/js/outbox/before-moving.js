// Before a tablet moves to the other door: what it kept at this one goes to the laptop first, for no page of the other
// door sees it. join.js reads the count; page.js sends, here as on every page.

import { writeFile } from "./file.js";
import { ASKING, isReached } from "./send.js";
import { all } from "./store.js";

const page = document.getElementById("joining");

async function count() {
  const records = "indexedDB" in window ? await all("records").catch(() => null) : [];
  if (!records) return; // a disk that does not answer says nothing about what is on it: the tablet stays
  page.dataset.waiting = records.length;
  document.getElementById("kept-count").textContent = records.length;
  const needsSomeone = !isReached.signed || records.some(({ state }) => state === ASKING); // who signs in sees which
  document.getElementById("kept-sign-in")?.toggleAttribute("hidden", !needsSomeone);
}

document.getElementById("kept-file").addEventListener("click", async () => {
  await writeFile();
  document.getElementById("kept-written").hidden = false;
});
addEventListener("outbox", count);
count();
