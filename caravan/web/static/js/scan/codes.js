// The code of a card, as far as a tablet must know it: whether a text is one. What it means, the laptop says.
// The same rule as caravan/domain/codes.py; a test holds both together.

const ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 10;
const BETWEEN = /[\s\u002d\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const FORM = /^[a-z][a-z0-9_]{0,63}$/;

// The code in a text ("CODE", "code/form", with or without dash), or null.
export function cardOf(text) {
  const [first, form] = text.trim().split("/", 2);
  const code = first.replace(BETWEEN, "").toUpperCase();
  const values = [...code].map((character) => ALPHABET.indexOf(character));
  if (values.length !== LENGTH || values.includes(-1)) return null;
  if (form !== undefined && !FORM.test(form.trim().toLowerCase())) return null;
  const sum = values.slice(0, -1).reduce((total, value, place) => total + value * (place + 2), 0);
  return sum % ALPHABET.length === values.at(-1) ? code : null;
}
