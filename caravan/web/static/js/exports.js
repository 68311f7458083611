// Counts anew what the file will hold as soon as a day, a site or a language is chosen; without scripts a button does it.

import { keepFocus } from "./poll.js";

const choice = document.getElementById("choice");
const parts = ["periods", "files"];

let asking = new AbortController();

async function countAgain() {
  asking.abort(); // an answer to an older choice never takes the place of one to a newer
  const { signal } = (asking = new AbortController());
  const address = `${choice.action}?${new URLSearchParams(new FormData(choice))}`;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal });
    if (answer.redirected) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) return location.assign(address); // refused: the page itself says what is wrong
    for (const id of parts) {
      const old = document.getElementById(id), fresh = page.getElementById(id);
      keepFocus(old, () => { old.replaceWith(fresh); return fresh; });
    }
    history.replaceState(null, "", address);
  } catch {
    if (!signal.aborted) choice.requestSubmit(); // out of reach: the browser says so better
  }
}

document.getElementById("apply").hidden = true;
choice.addEventListener("change", () => {
  for (const button of document.querySelectorAll("#files button")) button.disabled = true; // their choice is the old one
  countAgain();
});
