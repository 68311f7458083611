// Rounding and powers, worked out so that Python and every browser agree to the last figure.

import { figuresOf, toNumber } from "./values.js";

// Half goes up, towards plus infinity, judged by the figures as they are written: round(1.005, 2) is 1.01.
export function round(value, decimals = 0) {
  const number = toNumber(value), places = whole(decimals, 400);
  const { sign, figures, point } = figuresOf(number);
  const kept = point + places;
  if (!Number.isFinite(number) || kept >= figures.length) return number;
  const rest = kept < 0 ? "0" : figures.slice(kept);
  const up = sign ? rest[0] > "5" || /^50*[1-9]/.test(rest) : rest[0] >= "5";
  return Number(`${sign}${BigInt(figures.slice(0, Math.max(kept, 0))) + BigInt(up)}e${-places}`);
}

export function whole(value, limit) {
  const number = toNumber(value);
  return Number.isNaN(number) ? 0 : Math.trunc(Math.max(-limit, Math.min(limit, number)));
}

// By products and square roots alone, which every machine works out to the same last figure.
export function power(base, exponent) {
  if (Number.isNaN(exponent) || (Number.isNaN(base) && exponent)) return NaN;
  if (Math.abs(exponent) === Infinity) {
    if (Math.abs(base) === 1) return NaN;
    return Math.abs(base) > 1 === exponent > 0 ? Infinity : 0;
  }
  const size = Math.abs(exponent), times = Math.floor(size);
  if (base < 0 && size > times) return NaN;
  const result = wholePower(base, times) * rootPower(base, size - times);
  return exponent < 0 ? 1 / result : result;
}

function wholePower(base, times) {
  let result = 1;
  for (let factor = base, left = times; left >= 1; factor *= factor, left = Math.floor(left / 2)) {
    if (left % 2) result *= factor;
  }
  return result;
}

function rootPower(base, share) {
  let result = 1;
  for (let root = base, left = share; left > 0; ) {
    root = Math.sqrt(root);
    left *= 2;
    if (left >= 1) {
      result *= root;
      left -= 1;
    }
  }
  return result;
}
