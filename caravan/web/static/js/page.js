// What a page gains when scripts run: a key pad for the PIN, taps that clear, one save per tap, counts that renew themselves.

import { keepTyping } from "./drafts.js";
import { prepareToBeAlone } from "./outbox/alone.js";
import { tellClock } from "./outbox/clock.js";
import { sendForms } from "./outbox/forms.js";
import { light } from "./outbox/lamp.js";
import { keepSending } from "./outbox/send.js";
import { watch } from "./poll.js";

function addKeys(pad) {
  const field = document.getElementById(pad.dataset.keysFor);
  const key = (label, act, isWord) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    if (isWord) button.className = "word";
    button.addEventListener("click", act);
    pad.append(button);
  };
  const type = (digit) => () => { if (field.value.length < field.maxLength) field.value += digit; };
  for (const digit of "123456789") key(digit, type(digit));
  pad.append(document.createElement("span"));
  key("0", type("0"));
  key(pad.dataset.erase, () => { field.value = field.value.slice(0, -1); }, true);
  pad.hidden = false;
  if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none"; // the pad replaces the tablet's own keyboard
}

function clearOnSecondTap(event) {
  const tap = event.target;
  if (!(tap instanceof HTMLInputElement) || tap.type !== "radio" || !tap.value) return;
  if (tap.dataset.was !== "yes") return;
  const blank = tap.form.querySelector(`input[name="${CSS.escape(tap.name)}"][value=""]`);
  if (blank) blank.checked = true;
}

function rememberState(event) {
  const tap = event.target.closest?.(".chip")?.querySelector("input[type=radio]");
  if (tap) tap.dataset.was = tap.checked ? "yes" : "no";
}

function saveOnce(event) {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button.btn")) button.setAttribute("aria-disabled", "true");
}

function allowAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
}

// The menu of the bar lies over the page: Escape closes it, and so does the keyboard that goes on past it.
function closeMenu(event) {
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  if (event.key === "Escape") menu.querySelector("summary").focus();
  if (event.key === "Escape" || (event.relatedTarget && !menu.contains(event.relatedTarget))) menu.open = false;
}

function renew(part) {
  watch(part, part.dataset.liveFrom, { every: Number(part.dataset.live) });
}

// Safari leaves alone what a page says will be needed next.
async function fetchAhead() {
  const links = [...document.querySelectorAll("link[data-ahead]")];
  if (links[0]?.relList.supports("prefetch")) return;
  for (const { href } of links) await fetch(href, { priority: "low" }).catch(() => {}); // then it comes with the form
}

document.querySelectorAll("[data-keys-for]").forEach(addKeys);
document.querySelectorAll("[data-live]").forEach(renew);
if (document.querySelector("[data-scanner]")) import("./scan/scanner.js").catch(() => {}); // a code can still be typed
document.addEventListener("pointerdown", rememberState);
document.addEventListener("click", clearOnSecondTap);
document.addEventListener("submit", saveOnce);
addEventListener("pageshow", allowAgain);
addEventListener("load", fetchAhead);
for (const kind of ["keydown", "focusout"]) document.addEventListener(kind, closeMenu);
keepTyping();
sendForms();
light();
keepSending();
tellClock();
prepareToBeAlone();
document.getElementById("problems")?.scrollIntoView({ block: "start" });
