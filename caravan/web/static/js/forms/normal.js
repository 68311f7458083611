// "All normal" in one tap: gives the normal answers of the form where a question is asked and blank, and takes them back
// on a second tap. The twin of caravan/formdefs/normal.py; the answers come from the form's own rules.

import { fill } from "./answers.js";
import { evaluate } from "./evaluate.js";
import { isBlank, toText, words } from "./values.js";

const part = document.querySelector("[data-normal]");
const form = part?.closest("form") ?? document.querySelector("form[data-form-document]");
const button = part?.querySelector("button"), word = button?.querySelector("span"), said = part?.querySelector("[role=status]");
const title = word?.textContent;
let given = {};

const fieldsOf = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
const typedIn = (data, name, { type }) => (type === "select_multiple" ? data.getAll(name).join(" ") : data.get(name) ?? "");

function typed(rules) {
  const data = new FormData(form);
  return Object.fromEntries(Object.entries(rules.questions).map(([name, question]) => [name, typedIn(data, name, question)]));
}

function missing(rules, raw) {
  const { today } = form.dataset, context = JSON.parse(form.dataset.context);
  const { relevant, values } = fill(rules, raw, { context, today });
  const blank = Object.entries(rules.questions).filter(([name, { normal }]) => normal && relevant[name] && !raw[name]);
  const found = blank.map(([name, { normal }]) => [name, evaluate(normal, { values, today, form: rules })]);
  return Object.fromEntries(found.filter(([, value]) => !isBlank(value)).map(([name, value]) => [name, toText(value)]));
}

function allMissing(rules) {
  const found = {};
  let raw = typed(rules);
  for (let more = missing(rules, raw); Object.keys(more).length; more = missing(rules, raw)) {
    Object.assign(found, more);
    raw = { ...raw, ...more };
  }
  return found;
}

function put(name, answer) {
  const fields = fieldsOf(name), chosen = fields[0]?.type === "checkbox" ? words(answer) : [answer];
  for (const field of fields) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = chosen.includes(field.value);
    else field.value = answer;
  }
  for (const kind of ["input", "change"]) fields[0]?.dispatchEvent(new Event(kind, { bubbles: true }));
}

function tell(text) {
  said.textContent = text;
  said.hidden = !text;
}

function takeBack(rules) {
  const now = typed(rules);
  for (const [name, answer] of Object.entries(given)) if (now[name] === answer) put(name, "");
  given = {};
  tell("");
}

function give(rules) {
  given = allMissing(rules);
  for (const [name, answer] of Object.entries(given)) put(name, answer);
  tell(Object.keys(given).length ? said.dataset.done : said.dataset.nothing);
}

function press(rules) {
  if (Object.keys(given).length) takeBack(rules);
  else give(rules);
  const isGiven = Object.keys(given).length > 0;
  button.setAttribute("aria-pressed", String(isGiven));
  word.textContent = isGiven ? button.dataset.undo : title;
}

async function begin() {
  const answer = await fetch(form.dataset.formDocument).catch(() => null);
  if (!answer?.ok) return; // out of reach: the tap stays away
  const rules = await answer.json();
  button.addEventListener("click", () => press(rules));
  part.hidden = false;
}

if (part) begin();
