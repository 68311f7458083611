// Names of places in either script and any spelling: letters folded, articles dropped, then only the consonants.
// A modest likeness of the names of caravan/domain/names: enough for a list of a hundred.

const ARTICLES = /(^|\s)(?:el|al|es|as|ed|er|et|l)[\s-]+/g;
const FOLDED = { "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": "", "گ": "ك", "ڭ": "ك", "ڨ": "ق" };
const SOUNDS = {
  K: "k q c g gu qu ك ق", X: "kh خ", G: "gh rh غ", C: "ch sh ش", J: "j ج", T: "t th d dh ت ط ث د ض ذ ظ", F: "f v ph ف", S: "s z س ص ز",
  B: "b p ب", R: "r ر", L: "l ل", N: "m n م ن", "": "a e i o u w y h ا و ي ه ح ع",
};
const SOUND_OF = new Map(Object.entries(SOUNDS).flatMap(([sound, letters]) => letters.split(" ").map((letter) => [letter, sound])));
const LETTER = /kh|gh|rh|ch|sh|ph|th|dh|qu|gu(?=[eiy])|./g;

export function fold(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u0652\u0670\u0640]/g, "").toLowerCase();
  const letters = [...plain.normalize("NFC")].map((letter) => FOLDED[letter] ?? letter).join("");
  return letters.replace(/[’'`.]/g, "").replace(/[-_/]/g, " ").replace(/\s+/g, " ").trim();
}

export function bones(text) {
  const bare = ` ${fold(text)}`.replace(ARTICLES, "$1").replace(/\sال(?=..)/g, " ").trim();
  return bare.replace(/\s/g, "").replace(LETTER, (letter) => SOUND_OF.get(letter) ?? letter).replace(/(.)\1+/g, "$1");
}

// What is looked at of one option: its own name, its other names, all folded and as consonants.
export function readable(option) {
  const others = (option.dataset.also ?? "").split("|").filter(Boolean);
  const names = [option.label, ...others];
  const also = option.value === "other" ? "" : others.find((name) => /[\u0600-\u06ff]/.test(name) !== /[\u0600-\u06ff]/.test(option.label)) ?? "";
  return {
    value: option.value, label: option.label, also, alsoLang: /[\u0600-\u06ff]/.test(also) ? "ar" : "fr",
    names: names.map(fold), bones: names.map(bones),
  };
}

// The choices that fit what is typed, best first; all of them for nothing typed.
export function find(typed, choices) {
  const text = fold(typed), key = bones(typed);
  if (!text) return choices;
  const worth = ({ names, bones: keys }) => {
    if (names.some((name) => name.startsWith(text))) return 4;
    if (names.some((name) => name.includes(` ${text}`))) return 3;
    if (key.length > 1 && keys.some((other) => other.startsWith(key))) return 2;
    if (names.some((name) => name.includes(text))) return 1;
    return key.length > 2 && keys.some((other) => other.includes(key)) ? 0.5 : 0;
  };
  const found = choices.map((choice) => [worth(choice), choice]).filter(([score]) => score > 0);
  return found.sort(([one], [other]) => other - one).map(([, choice]) => choice);
}
