// The kept form of a station: finds out whose card was scanned among the people of the day and those registered on this
// tablet, then becomes that person's form. It never shows anybody else's name.

import { keepForm } from "../drafts.js";
import { newId } from "../outbox/forms.js";
import { all } from "../outbox/store.js";
import { cardOf } from "../scan/codes.js";

const form = document.getElementById("alone");
const say = (what, text) => { document.querySelector(`[data-who=${what}]`).textContent = text; };
const printed = (code) => `${code.slice(0, 5)}-${code.slice(5)}`;

function scanned() {
  const { pathname, searchParams } = new URL(location.href);
  const typed = searchParams.get("code") ?? pathname.match(/^\/q\/([^/]+)/)?.[1];
  return typed && decodeURIComponent(typed);
}

async function findPerson(code) {
  const known = (await all("people")).find(({ cards }) => cards.includes(code));
  if (known) return { ...known, about: { patient: known.id } };
  const records = await all("records"), card = records.find((record) => record.kind === "bind" && codeOf(record) === code);
  const one = card && records.find(({ id }) => id === card.about.registration);
  return one ? registeredHere(one) : card && { names: {}, about: { registration: card.about.registration } };
}

const codeOf = ({ fields }) => cardOf(Object.fromEntries(fields).code ?? "");

// In years that are over by the end of the year when only a year is known; the laptop works it out again when it scores.
function ageOf({ age_years, birth_year, birth_date }) {
  const year = Number(birth_year || birth_date?.match(/\d{4}/)?.[0]);
  return age_years ? Number(age_years) : year ? Number(document.body.dataset.now.slice(0, 4)) - year : null;
}

function registeredHere({ id, fields }) {
  const told = Object.fromEntries(fields);
  const name = (script) => [told[`given_name_${script}`], told[`family_name_${script}`]].filter(Boolean).join(" ");
  const names = Object.fromEntries(["ar", "fr"].map((script) => [script, name(script)]).filter(([, text]) => text));
  return { names, sex: told.sex, age_years: ageOf(told), pregnant: told.pregnant, about: { registration: id } };
}

function show(person, code) {
  const { lang } = document.documentElement, names = Object.entries(person.names).sort(([a], [b]) => (a === lang ? -1 : b === lang ? 1 : 0));
  document.querySelector("[data-who=names]").replaceChildren(...names.map(([script, text]) =>
    Object.assign(document.createElement("span"), { lang: script, dir: script === "ar" ? "rtl" : "ltr", textContent: `${text} ` })));
  const about = document.querySelector("[data-who=about]");
  about.textContent = person.age_years == null ? "" : about.dataset.age.replace("{n}", person.age_years);
  if (person.number != null) say("number", person.number);
  say("card", printed(code));
  document.getElementById("who").hidden = false;
}

async function become(person, code) {
  const context = { ...JSON.parse(form.dataset.context), patient_age_years: String(person.age_years ?? ""), patient_sex: person.sex || "unknown", patient_pregnant: person.pregnant || "unknown" };
  form.dataset.context = JSON.stringify(context);
  form.dataset.about = JSON.stringify(person.about);
  form.dataset.typed = `${form.dataset.station}:${person.about.patient ?? code}`; // as the page of the laptop: what was typed there is here
  if (person.number != null) form.dataset.title += ` · ${person.number}`;
  form.elements.namedItem("operation_id").value = newId();
  form.dataset.once = "";
  form.hidden = false;
  await keepForm(form);
  for (const script of JSON.parse(form.dataset.scripts)) await import(script);
}

async function begin() {
  const typed = scanned();
  if (!typed) return document.getElementById("scan")?.focus();
  const code = cardOf(typed);
  if (!code) {
    document.getElementById("wrong-code").hidden = false;
    return document.getElementById("scan")?.focus();
  }
  const person = await findPerson(code).catch(() => undefined);
  document.getElementById("unknown").hidden = Boolean(person && Object.keys(person.names).length);
  show(person ?? { names: {} }, code);
  return become(person ?? { names: {}, about: { card: code } }, code);
}

begin();
