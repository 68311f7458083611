// What an expression tree is worth for given answers: the browser's twin of caravan/formdefs/evaluation.py, rule for rule.
//
// A value is a number, a text, a truth value or a day (a Date at midnight UTC); a blank answer is "". A scope holds
//   values    answers by question name; a missing name is blank, a list is joined by spaces
//   today     the day that today() answers, a Date or "2026-11-21"
//   self      the value that "." stands for          columns   the cells of the choice that a filter looks at
//   form      the document whose choices jr:choice-name reads, in scope.language (French when none is named)
// Nothing here throws on an answer, whatever it is.

import { power, round, whole } from "./numbers.js";
import { matches } from "./patterns.js";
import { NEARLY, isBlank, strip, toDay, toNumber, toText, toTruth, words } from "./values.js";

const has = (holder, key) => holder != null && Object.hasOwn(holder, key);

export const isTrue = (tree, scope) => toTruth(evaluate(tree, scope));

export function evaluate(tree, scope) {
  const [operation, ...parts] = tree;
  if (SPECIAL.has(operation)) return SPECIAL.get(operation)(parts, scope);
  return PLAIN.get(operation)(...parts.map((part) => evaluate(part, scope)));
}

// Operators and functions.

function equal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return toTruth(left) === toTruth(right);
  if (typeof left === "number" || typeof right === "number") return Math.abs(toNumber(left) - toNumber(right)) < NEARLY;
  return toText(left) === toText(right);
}

const numeric = (rule) => (...values) => rule(...values.map(toNumber));

const wholeBy = (rule) => numeric((number) => rule(number) + 0); // -0 is 0

const extreme = (isBetter) => numeric((...numbers) => {
  const known = numbers.filter((number) => !Number.isNaN(number));
  return known.length ? known.reduce((best, number) => (isBetter(number, best) ? number : best)) : NaN;
});

function slice(value, ...bounds) {
  return [...toText(value)].slice(...bounds.map((bound) => whole(bound, 1e9))).join("");
}

function date(value) {
  return toDay(value) ?? (typeof value === "number" ? NaN : "");
}

function decimalDate(value) {
  if (typeof value === "number") return value;
  const day = toDay(value);
  return day ? toNumber(day) : "";
}

function formatDate(value, pattern) {
  const day = toDay(value);
  if (!day) return "";
  const [year, month, date] = toText(day).split("-");
  const [weekday, , name] = day.toUTCString().split(/,? /);
  const parts = { Y: year, y: year.slice(2), m: month, n: Number(month), b: name, d: date, e: Number(date), a: weekday };
  const all = { ...parts, H: "00", h: "0", M: "00", S: "00", 3: "000", "%": "%" };
  return toText(pattern).replace(/%(.?)/gsu, (_all, code) => (has(all, code) ? all[code] : ""));
}

function answer([name], { values }) {
  const held = has(values, name) ? values[name] : "";
  return Array.isArray(held) ? held.join(" ") : held ?? "";
}

function choiceName([value, [, question]], scope) {
  const list = scope.form?.choices[scope.form.questions[question]?.list];
  const at = list ? list.names.indexOf(toText(evaluate(value, scope))) : -1;
  return at < 0 ? "" : list.labels[scope.language ?? "fr"][at];
}

// What needs the scope, or must not look at all its arguments.
const SPECIAL = new Map(Object.entries({
  num: ([number]) => number,
  str: ([text]) => text,
  ref: answer,
  self: (_parts, scope) => scope.self ?? "",
  col: ([column], { columns }) => (has(columns, column) ? columns[column] : ""),
  today: (_parts, scope) => toDay(scope.today),
  if: ([test, yes, no], scope) => evaluate(isTrue(test, scope) ? yes : no, scope),
  and: ([left, right], scope) => isTrue(left, scope) && isTrue(right, scope),
  or: ([left, right], scope) => isTrue(left, scope) || isTrue(right, scope),
  once: ([tree], scope) => (isBlank(scope.self ?? "") ? evaluate(tree, scope) : scope.self),
  "jr:choice-name": choiceName,
}));

const PLAIN = new Map(Object.entries({
  neg: numeric((a) => -a),
  "=": equal,
  "!=": (left, right) => !equal(left, right),
  "<": numeric((a, b) => a < b),
  "<=": numeric((a, b) => a <= b),
  ">": numeric((a, b) => a > b),
  ">=": numeric((a, b) => a >= b),
  "+": numeric((a, b) => a + b),
  "-": numeric((a, b) => a - b),
  "*": numeric((a, b) => a * b),
  div: numeric((a, b) => a / b),
  mod: numeric((a, b) => a % b),
  boolean: toTruth,
  ceiling: wholeBy(Math.ceil),
  coalesce: (a, b) => (isBlank(a) ? b : a),
  concat: (...values) => values.map(toText).join(""),
  contains: (text, part) => toText(text).includes(toText(part)),
  "count-selected": (value) => words(toText(value)).length,
  date,
  "decimal-date-time": decimalDate,
  false: () => false,
  floor: wholeBy(Math.floor),
  "format-date": formatDate,
  int: wholeBy(Math.trunc),
  max: extreme((a, b) => a > b),
  min: extreme((a, b) => a < b),
  "normalize-space": (value) => words(toText(value)).join(" "),
  not: (value) => !toTruth(value),
  number: toNumber,
  pow: numeric(power),
  regex: (text, pattern) => matches(toText(text), toText(pattern)),
  round,
  selected: (held, wanted) => ` ${toText(held)} `.includes(` ${strip(toText(wanted))} `),
  "starts-with": (text, start) => toText(text).startsWith(toText(start)),
  string: toText,
  "string-length": (value) => [...toText(value)].length,
  substr: slice,
  true: () => true,
}));
