// One form while it is filled: what was typed, worked out by the form's rules. The twin of caravan/formdefs/answers.py;
// touches no page. Call it again after each change, it is quick.
//
//   import { fill } from "./answers.js";
//   const state = fill(form, raw, { context, confirmed, today });
//
// form       the document made by caravan/formdefs/document.py, parsed
// raw        what was typed by question name: a text, or a list of texts for several choices
// context    the values of the hidden questions; confirmed: names of questions whose unusual value was confirmed
// today      the day of the visit, "2026-11-21"; language: of jr:choice-name, that of stored values when left out
//
// The state holds, by question name:
//   relevant   whether it is asked; groups are there by their own names too
//   values     what the rules see: number, text, or Date; irrelevant and refused answers are absent
//   answers    what the server would store
//   errors     why an answer is refused; toConfirm: what is unusual and not confirmed yet (messages in form.language)
//   confirmed  names of the unusual answers that were confirmed (a list)
//   offered    the names of the choices that pass a choice_filter, for the questions that have one
//   texts      { label, hint } written out, for the questions and groups whose texts hold ${name}

import { evaluate, isTrue } from "./evaluate.js";
import { AnswerError, readTyped, valueOf } from "./typed.js";
import { isBlank, toText } from "./values.js";

const UNANSWERED = ["note", "calculate", "hidden"];
const BY_NAME = ["relevant", "values", "answers", "errors", "toConfirm", "offered", "texts"];

const own = (holder, name) => (Object.hasOwn(holder, name) ? holder[name] : undefined);

export function fill(form, raw, { context = {}, confirmed = [], today, language = "fr" }) {
  const filling = { form, raw, context, confirmed, today, language };
  const state = { confirmed: [] };
  for (const part of BY_NAME) state[part] = Object.create(null); // a question may have any name
  for (const name of form.order) work(filling, state, name);
  const asked = Object.keys(form.questions).filter((name) => !UNANSWERED.includes(form.questions[name].type));
  for (const name of asked.filter((name) => state.relevant[name])) {
    if (form.questions[name].choice_filter) state.offered[name] = offered(filling, state, form.questions[name]);
    if (!(name in state.errors)) check(filling, state, name);
  }
  for (const name in state.errors) delete state.answers[name];
  for (const name in form.groups) state.relevant[name] = isGroupRelevant(filling, state, name);
  for (const name in form.texts) state.texts[name] = written(filling, state, form.texts[name]);
  return state;
}

function scope({ form, today, language }, { values }, more) {
  return { values, today, form, language, ...more };
}

function holds(filling, state, rule, more) {
  return !rule || isTrue(rule, scope(filling, state, more));
}

// Work out one value; the questions it depends on have theirs already.
function work(filling, state, name) {
  const question = filling.form.questions[name];
  const rules = [...(question.group ?? []).map((group) => filling.form.groups[group].relevant), question.relevant];
  state.relevant[name] = rules.every((rule) => holds(filling, state, rule));
  if (question.type === "hidden") state.values[name] = String(own(filling.context, name) ?? "");
  else if (!state.relevant[name]) return;
  else if (question.calculation) calculate(filling, state, name, question.calculation);
  else if (!UNANSWERED.includes(question.type)) read(filling, state, name, question);
}

// A group is shown when its own rule and those of the groups around it hold; a group without questions never is.
function isGroupRelevant(filling, state, name) {
  const inside = Object.values(filling.form.questions).find((question) => question.group?.includes(name));
  const around = inside ? inside.group.slice(0, inside.group.indexOf(name) + 1) : [];
  return around.length > 0 && around.every((group) => holds(filling, state, filling.form.groups[group].relevant));
}

// A number stays a number and all else becomes text (a yes or no only when stored, not for the rules); what is no
// number, or endless, is blank.
function calculate(filling, state, name, tree) {
  const result = evaluate(tree, scope(filling, state));
  if (isBlank(result) || result === Infinity || result === -Infinity) return;
  state.values[name] = result instanceof Date ? toText(result) : result;
  state.answers[name] = typeof result === "number" ? result + 0 : toText(result); // -0 is 0
}

function read(filling, state, name, question) {
  try {
    const answer = readTyped(question.kind ?? question.type, own(filling.raw, name), filling.form.choices[question.list]?.names);
    state.values[name] = valueOf(question.type, answer);
    if (answer !== null) state.answers[name] = answer;
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    const own = error.code === "answer.unknown_choice" && question.messages?.unknown_choice;
    state.errors[name] = own || filling.form.sentences[error.code];
  }
}

// Hold an answer against its question's own rules; blank answers only against `required`.
function check(filling, state, name) {
  const question = filling.form.questions[name], { sentences } = filling.form;
  const self = { self: state.values[name] };
  if (!(name in state.answers)) {
    if (question.required && holds(filling, state, question.required)) state.errors[name] = sentences["answer.required"];
  } else if (!isOffered(state, name)) {
    state.errors[name] = sentences["answer.unknown_choice"];
  } else if (!holds(filling, state, question.constraint, self)) {
    state.errors[name] = question.messages?.constraint ?? sentences["answer.constraint"];
  } else if (!holds(filling, state, question.soft_constraint, self)) {
    if (filling.confirmed.includes(name)) state.confirmed.push(name);
    else state.toConfirm[name] = question.messages?.soft_constraint ?? sentences["answer.to_confirm"];
  }
}

function offered(filling, state, question) {
  const { names, columns = {} } = filling.form.choices[question.list];
  const cells = (at) => Object.fromEntries(Object.entries(columns).map(([column, texts]) => [column, texts[at]]));
  const passes = (name, at) => holds(filling, state, question.choice_filter, { columns: { ...cells(at), name } });
  return names.filter(passes);
}

function isOffered(state, name) {
  const offers = state.offered[name];
  return !offers || [state.answers[name]].flat().every((choice) => offers.includes(choice));
}

function written(filling, state, texts) {
  const write = ([part, tree]) => [part, toText(evaluate(tree, scope(filling, state)))];
  return Object.fromEntries(Object.entries(texts).map(write));
}
