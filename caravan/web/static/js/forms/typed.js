// What a person typed or chose, read as the answer to one question: the twin of caravan/formdefs/typed_values.py.
// An answer is a number, a text (a day as YYYY-MM-DD), a list of choice names, or null when blank.

import { dayOf, strip, toDay, toText, words } from "./values.js";

const LONGEST_TEXT = 2000;
const MOST_DIGITS = 15;
const FIGURES = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
const LINE_ENDS = /\r\n?|[\u2028\u2029\x85]/g;
const BETWEEN_NUMBERS = /[\s,،;؛/]+/g;
const UNWANTED = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|(?!\n)[\p{Cc}\p{Cs}]/gu;

// An answer that cannot be read; `code` says why.
export class AnswerError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export function cleanText(text) {
  const lines = text.replace(LINE_ENDS, "\n").replaceAll("\t", " ");
  return strip(lines.replace(UNWANTED, "").normalize("NFC"));
}

export function readTyped(type, typed, names = []) {
  const parts = typed == null ? [] : [typed].flat().map(String);
  if (type === "select_multiple") return readSeveral(parts, names);
  const filled = parts.map(cleanText).filter(Boolean);
  if (filled.length > 1) throw new AnswerError(type === "select_one" ? "answer.unknown_choice" : "answer.constraint");
  return filled.length ? READERS[type](filled[0], names) : null;
}

// What the rules see of an answer.
export function valueOf(type, answer) {
  if (answer === null) return "";
  if (Array.isArray(answer)) return answer.join(" ");
  return type === "date" ? toDay(answer) : answer;
}

function western(text) {
  return text.replace(/[٠-٩۰-۹]/g, (figure) => FIGURES.indexOf(figure) % 10);
}

function numberText(text) {
  const number = western(text).replace(/[,٫،]/g, ".").replaceAll("\u2212", "-");
  if (!/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/.test(number)) throw new AnswerError("answer.not_a_number");
  if (number.replace(/^[+-]?0*|\./g, "").length > MOST_DIGITS) throw new AnswerError("answer.too_many_digits");
  return number;
}

function readDecimal(text) {
  return Number(numberText(text)) + 0; // -0 is 0
}

function readInteger(text) {
  const number = numberText(text);
  if (/\.0*[1-9]/.test(number)) throw new AnswerError("answer.not_whole");
  return Number(number) + 0;
}

function readDate(text) {
  const figures = western(text);
  const iso = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/.exec(figures);
  const local = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/.exec(figures);
  const parts = iso ? iso.slice(1) : local ? local.slice(1).reverse() : [0, 0, 0];
  const day = dayOf(...parts.map(Number));
  if (!day) throw new AnswerError("answer.not_a_date");
  return toText(day);
}

function readText(text) {
  if ([...text].length > LONGEST_TEXT) throw new AnswerError("answer.too_long");
  return text;
}

// A list of numbers in Western digits with one space between them: ٣٦، ٤٦ is "36 46".
function readNumbers(text) {
  return readText(strip(western(text).replace(BETWEEN_NUMBERS, " "))) || null;
}

function readOne(text, names) {
  if (!names.includes(text)) throw new AnswerError("answer.unknown_choice");
  return text;
}

function readSeveral(parts, names) {
  const chosen = parts.flatMap((part) => words(cleanText(part)));
  if (!chosen.every((name) => names.includes(name))) throw new AnswerError("answer.unknown_choice");
  return chosen.length ? names.filter((name) => chosen.includes(name)) : null;
}

const READERS = {
  integer: readInteger,
  decimal: readDecimal,
  date: readDate,
  text: readText,
  "number-list": readNumbers,
  barcode: readText,
  select_one: readOne,
};
