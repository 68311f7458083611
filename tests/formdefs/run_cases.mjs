// Runs the browser's form engine on cases, one JSON line in and one out: in Node on the command line
// (node run_cases.mjs FOLDER-OF-THE-MODULES <cases >results), or imported by a page. See javascript.py for the lines.

const isNode = typeof process !== "undefined";
const folder = isNode ? `file://${process.argv[2]}/` : "/forms/";
const { evaluate } = await import(`${folder}evaluate.js`);
const { fill } = await import(`${folder}answers.js`);
const { toDay } = await import(`${folder}values.js`);

const forms = new Map();

// Numbers go out as texts, because JSON has no NaN, no Infinity and no -0.
function plain(value) {
  if (value instanceof Date) return `d:${value.toISOString().slice(0, 10)}`;
  if (typeof value === "number") return `n:${Object.is(value, -0) ? "-0" : value}`;
  return typeof value === "boolean" ? `b:${value}` : `s:${value}`;
}

function given(value) {
  return value !== null && typeof value === "object" && "day" in value ? toDay(value.day) : value;
}

const each = (holder, change) => Object.fromEntries(Object.entries(holder).map(([name, value]) => [name, change(value)]));

function worth({ tree, values, self, today }) {
  return plain(evaluate(tree, { values: each(values, given), self: given(self), today }));
}

function filled({ form, raw, context, confirmed, today }) {
  const state = fill(forms.get(form), raw, { context, confirmed, today });
  const answer = (value) => (Array.isArray(value) ? value : plain(value));
  return { ...state, values: each(state.values, plain), answers: each(state.answers, answer) };
}

function time({ form, raw, context, today, times }) {
  const start = performance.now();
  for (let turn = 0; turn < times; turn++) fill(forms.get(form), raw, { context, today });
  return (performance.now() - start) / times;
}

export function run(line) {
  const job = JSON.parse(line);
  if (job.document) {
    forms.set(job.form, job.document);
    return "null";
  }
  return JSON.stringify(job.times ? time(job) : job.tree ? worth(job) : filled(job));
}

if (isNode) {
  const { createInterface } = await import("node:readline");
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    process.stdout.write(`${run(line)}\n`);
  }
}
