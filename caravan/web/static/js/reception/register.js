// The registration form under the fingers: Enter leads on, births in three ways, consent in one tap, slashes of dates, and
// who may be the same person, told while the form is filled.

import "../picker.js";
import { follow } from "./fragments.js";

const form = document.querySelector("form[data-steps]");
const isSeen = (element) => element.checkVisibility() && !element.disabled;
const TYPED = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select";

// Enter.

// The places where Enter stops: each field, the taps of a question as one, and the button that saves.
function steps() {
  const all = [...form.querySelectorAll(`${TYPED}, input[type=radio], [data-at-once] button, .actions button`)].filter(isSeen);
  const groups = new Set();
  return all.filter((one) => {
    const group = one.type === "radio" ? `radio ${one.name}` : one.closest("[data-at-once]") ? "at once" : null;
    if (!group) return true;
    const isFirst = !groups.has(group);
    groups.add(group);
    return isFirst;
  });
}

function stepOf(element, all) {
  if (element.type === "radio") return all.findIndex((one) => one.type === "radio" && one.name === element.name);
  return all.indexOf(element);
}

function leadOn(event) {
  const { target } = event;
  if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !target.matches("input, select")) return;
  event.preventDefault(); // never a save by surprise
  const all = steps(), next = all[stepOf(target, all) + 1];
  const chosen = next?.type === "radio" && form.querySelector(`input[name="${CSS.escape(next.name)}"]:checked:not([value=""])`);
  (chosen || next)?.focus();
}

// Births: the age at once, the year or the date one tap away.

function showOneWay(group) {
  const boxes = [...group.querySelectorAll("[data-question]")];
  const fieldOf = (box) => box.querySelector("input");
  const others = Object.assign(document.createElement("div"), { className: "wrap other-ways" });
  const show = (chosen, isAsked) => {
    for (const box of boxes) {
      const field = fieldOf(box);
      if (isAsked && box !== chosen && field.value) [field.dataset.kept, field.value] = [field.value, ""]; // one answer is enough
      box.classList.toggle("away", box !== chosen && !field.value && !box.querySelector(".error, .ask"));
    }
    others.replaceChildren(...boxes.filter((box) => box.matches(".away")).map((box) => button(box)));
    if (!isAsked) return;
    const field = fieldOf(chosen);
    field.value ||= field.dataset.kept ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const button = (box) => {
    const one = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet low" });
    one.textContent = box.querySelector("label").firstChild.textContent.trim();
    one.addEventListener("click", () => show(box, true));
    return one;
  };
  const answered = () => boxes.find((box) => fieldOf(box).value) ?? boxes[0];
  group.append(others);
  group.classList.add("one-way");
  show(answered(), false);
  group.addEventListener("input", ({ target }) => { if (target.closest(".away")) show(target.closest("[data-question]"), false); });
}

// Dates: 31121960 becomes 31/12/1960 while it is typed.
function putSlashes(field) {
  field.inputMode = "numeric";
  field.addEventListener("input", ({ inputType }) => {
    if (inputType !== "insertText") return;
    field.value = field.value.replace(/^(\d\d)(\d)$/, "$1/$2").replace(/^(\d\d\/\d\d)(\d)$/, "$1/$2");
  });
}

// Consent in one tap: the questions that it answers stay there, folded.

function agreeAtOnce(box) {
  const apart = box.parentElement.querySelector("[data-apart]");
  const buttons = [...box.querySelectorAll("[data-answers]")].map((one) => [one, JSON.parse(one.dataset.answers)]);
  const radio = (name, value) => form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  const isGiven = (answers) => Object.entries(answers).every(([name, value]) => radio(name, value)?.checked);
  const mark = () => { for (const [one, answers] of buttons) one.setAttribute("aria-pressed", String(isGiven(answers))); };
  for (const [one, answers] of buttons) {
    one.addEventListener("click", () => {
      for (const [name, value] of Object.entries(answers)) {
        radio(name, value).checked = true;
        radio(name, value).dispatchEvent(new Event("change", { bubbles: true }));
      }
      mark();
    });
  }
  for (const kind of ["change", "input"]) form.addEventListener(kind, mark);
  mark();
  box.hidden = false;
  const isStarted = [...apart.querySelectorAll("input:checked")].some((one) => one.value);
  apart.open = Boolean(apart.querySelector(".error, .ask")) || (isStarted && !buttons.some(([, answers]) => isGiven(answers)));
}

// Who may be the same.

const TELLING = "[name^=given_name], [name^=family_name], [name=age_years], [name^=birth_], [name=phone], [name=id_number]";
const ask = follow((part) => document.getElementById("alike")?.replaceChildren(...(part?.childNodes ?? [])));

function lookAlike({ target }) {
  if (target.matches(TELLING)) ask(form.dataset.alike, { method: "POST", body: new FormData(form) });
}

form.addEventListener("keydown", leadOn);
form.addEventListener("change", lookAlike);
for (const field of form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox])")) field.enterKeyHint = "next";
form.querySelectorAll("[data-ways]").forEach(showOneWay);
form.querySelectorAll('[placeholder="31/12/1960"]').forEach(putSlashes);
form.querySelectorAll("[data-at-once]").forEach(agreeAtOnce);
if (!document.getElementById("problems")) {
  const first = [...form.querySelectorAll(TYPED)].filter(isSeen);
  (first.find((field) => !field.value) ?? first[0])?.focus({ preventScroll: true });
}
