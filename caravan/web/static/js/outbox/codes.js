// Whether a card's code is written right, by its check character, while the laptop cannot say so. The alphabet and the
// weights come with the field.

const LEFT_OUT = /[\s\-\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

// The ten characters in capitals, null when they are no code.
export function readCode(typed, alphabet, weights) {
  const code = typed.split("/")[0].replace(LEFT_OUT, "").toUpperCase();
  const values = [...code].map((character) => alphabet.indexOf(character));
  if (values.length !== weights.length + 1 || values.includes(-1)) return null;
  const total = weights.reduce((sum, weight, at) => sum + weight * values[at], 0);
  return total % alphabet.length === values[weights.length] ? code : null;
}

export const codeIn = (field) => readCode(field.value, field.dataset.alphabet, JSON.parse(field.dataset.weights));
