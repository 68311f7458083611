// Regular expressions as Python reads them: the twin of caravan/formdefs/patterns.py.

// What Python, Java and JavaScript read alike.
const ESCAPED = "\\\\[-\\\\.+*?()\\[\\]{}|^$/]";
const SET = `\\[(?![^\\]]*(?:--|&&|~~|\\|\\||-\\\\[dDwWs]))\\^?(?:[^\\[\\]\\\\]|${ESCAPED}|\\\\[dDwWs](?!-[^\\]]))+\\]`;
const ATOM = `(?:[^\\[\\](){}*+?|\\\\]|${ESCAPED}|\\\\[dDwWsS]|${SET}|\\((?:\\?:)?(?![?*+{])|[)|])`;
const PORTABLE = new RegExp(`^(?:${ATOM}(?:(?:[*+?]|\\{[0-9]{1,3}(?:,[0-9]{0,3})?\\})\\??)?)*$`, "u");
// What JavaScript reads otherwise, and how it says the same.
const OWN = { ".": "[^\\n]", $: "(?=\\n?$)", "\\s": "[\\t-\\r ]", "\\S": "[^\\t-\\r ]", "\\-": "-" };

// Whether the whole text matches; a pattern outside the common part matches nothing.
export function matches(text, pattern) {
  if (!PORTABLE.test(pattern)) return false;
  const inSet = (set) => set.replace(/\\(.)/gu, (pair, letter) => (letter === "s" ? "\\t-\\r " : pair));
  const own = pattern.replace(/\\.|\[(?:\\.|[^\\\]])+\]|[.$]/gsu, (part) => OWN[part] ?? (part[0] === "[" ? inSet(part) : part));
  try {
    return new RegExp(`^(?:${own})$`, "u").test(text);
  } catch {
    return false;
  }
}
