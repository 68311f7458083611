// The four kinds of value that expressions handle (number, text, truth value, day) and how one turns into another:
// the twin of caravan/formdefs/values.py. A day is a Date at midnight UTC; a blank answer is "".

export const NEARLY = 1e-12; // two numbers nearer than this are equal
const DAY = 86400000;
const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // what Python strips
const SPACES = new RegExp(`[${SPACE}]+`);
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const FIRST_DAY = -719162; // 0001-01-01, and 9999-12-31: the calendar of Python
const LAST_DAY = 2932896;

export const isBlank = (value) => value === "" || Number.isNaN(value);

export function toNumber(value) {
  if (typeof value === "string") {
    const text = value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
    return /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) ? Number(text) : NaN;
  }
  return value instanceof Date ? value.getTime() / DAY : Number(value);
}

export function toText(value) {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === "number" ? numberText(value) : String(value);
}

function numberText(number) {
  if (!Number.isFinite(number)) return String(number);
  if (Math.abs(number - Math.round(number)) < NEARLY) return String(BigInt(Math.round(number)));
  const { sign, figures, point } = figuresOf(number);
  return sign + (point > 0 ? `${figures.slice(0, point)}.${figures.slice(point)}` : `0.${"0".repeat(-point)}${figures}`);
}

// The shortest figures that stand for a number, and how many of them come before the decimal point.
export function figuresOf(number) {
  const [mantissa, exponent] = Math.abs(number).toExponential().split("e");
  const sign = number < 0 || Object.is(number, -0) ? "-" : "";
  return { sign, figures: mantissa.replace(".", ""), point: Number(exponent) + 1 };
}

export function toTruth(value) {
  if (typeof value === "number") return Math.abs(value) > NEARLY;
  return value !== "" && value !== false;
}

export function toDay(value) {
  if (value instanceof Date) return value;
  if (typeof value === "number") return dayAt(Math.trunc(value));
  const found = typeof value === "string" && /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?$/s.exec(value);
  return found ? dayOf(...found.slice(1).map(Number)) : null;
}

function dayAt(count) {
  return count >= FIRST_DAY && count <= LAST_DAY ? new Date(count * DAY) : null;
}

export function dayOf(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
}

export const strip = (text) => text.replace(EDGES, "");
export const words = (text) => text.split(SPACES).filter(Boolean);
