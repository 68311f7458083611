// A form that reacts while it is filled: what is not asked goes, texts and marks follow the answers, and what is wrong is
// said beside its field once that was left. The server decides alone: nothing here keeps a form from being sent, and
// what is hidden keeps its answer until the server drops it.

import { fill } from "./answers.js";
import { isTrue } from "./evaluate.js";

const form = document.querySelector("form[data-form-document]");
const { today, confirm } = form.dataset;
const context = JSON.parse(form.dataset.context);
const measure = new RegExp(`(${form.dataset.measure})`); // a number with its unit, which Arabic text must not reverse
const named = (kind) => new Map([...form.querySelectorAll(`[data-${kind}]`)].map((box) => [box.dataset[kind], box]));
const boxes = named("question");
const parts = [...form.querySelectorAll("[data-part]")];

const left = new Set(); // questions that were answered and left: only these are told what is wrong
const told = new Map(); // what is said beside a question: its kind and text
const others = new Set(); // questions with a refusal that no rule of the form makes: it stays until their answer changes
const asking = new Map(); // for a required question, the later ones whose answer asks for it
let rules, before, typing, pressed, walked, frame;

// What was typed.

function readTyped(data) {
  const read = (name) => (rules.questions[name].type === "select_multiple" ? data.getAll(name) : data.get(name) ?? "");
  return Object.fromEntries([...boxes.keys()].map((name) => [name, read(name)]));
}

// An unusual value that was confirmed is to be confirmed anew when it changes.
function forgetConfirmed(raw) {
  for (const name in raw) {
    if (!before || String(before[name]) === String(raw[name])) continue;
    others.delete(name);
    for (const box of form.querySelectorAll(`[name=confirmed][value="${CSS.escape(name)}"]`)) {
      if (box.type === "hidden") box.remove();
      else box.checked = false;
    }
  }
  before = raw;
}

// What is shown.

function update() {
  frame = 0;
  forgetConfirmed(readTyped(new FormData(form)));
  const state = fill(rules, before, { context, today, confirmed: new FormData(form).getAll("confirmed") });
  for (const [name, box] of boxes) showQuestion(name, box, state);
  for (const part of parts) part.hidden = !part.querySelector("[data-question]:not([hidden])");
  writeTexts(state.texts);
  countProblems(state);
}

function showQuestion(name, box, state) {
  box.hidden = !state.relevant[name] && !box.contains(document.activeElement); // the focus is never lost
  const { required } = rules.questions[name], mark = box.querySelector("[data-must]");
  if (mark) mark.hidden = !isTrue(required, { values: state.values, today, form: rules });
  if (state.offered[name]) offer(box, state.offered[name]);
  if (told.has(name)) tell(name, box, state);
}

function offer(box, names) {
  for (const choice of box.querySelectorAll("option, .chip > input")) {
    const isAway = choice.value && !names.includes(choice.value) && !choice.checked && !choice.selected;
    choice.disabled = isAway;
    (choice.closest(".chip") ?? choice).hidden = isAway;
  }
}

function writeTexts(texts) {
  for (const name in texts) {
    const box = boxes.get(name) ?? parts.find((part) => part.dataset.part === name);
    for (const [which, text] of Object.entries(texts[name])) {
      const place = box?.querySelector(`[data-text=${which}]`);
      if (place && place.textContent !== text) place.replaceChildren(...pieces(text));
    }
  }
}

function pieces(text) {
  return text.split(measure).map((piece, at) => (at % 2 ? make("bdi", { className: "n", dir: "ltr" }, piece) : piece));
}

function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

// What is said.

function tell(name, box, state) {
  if (!state.relevant[name] || state.confirmed.includes(name) || others.has(name)) return;
  const [kind, text] = verdict(name, state), said = kind + text;
  if (told.get(name) === said || (typing && !told.get(name))) return; // the first figures are no answer yet
  told.set(name, said);
  box.querySelector(".said").replaceChildren(...(kind ? [message(name, kind, text)] : []));
  box.classList.toggle("bad", kind === "error");
  describe(box.matches("fieldset") ? box : document.getElementById(`q-${name}`), name, kind);
}

function verdict(name, state) {
  const isLeft = left.has(name) || asking.get(name)?.some((other) => left.has(other) && other in state.answers);
  if (isLeft && name in state.errors) return ["error", state.errors[name]];
  return isLeft && name in state.toConfirm ? ["ask", state.toConfirm[name]] : ["", ""];
}

function message(name, kind, text) {
  const id = `e-${name}`;
  if (kind === "error") return make("p", { id, className: kind }, make("span", {}, ...pieces(text)));
  const box = make("input", { type: "checkbox", name: "confirmed", value: name });
  return make("div", { id, className: kind }, make("p", {}, ...pieces(text)), make("label", { className: "check" }, box, ` ${confirm}`));
}

function describe(control, name, isSaid) {
  const about = [`h-${name}`, `e-${name}`].filter((id) => document.getElementById(id)).join(" ");
  for (const [attribute, value] of [["aria-describedby", about], ["aria-invalid", isSaid && "true"]]) {
    if (value) control.setAttribute(attribute, value);
    else control.removeAttribute(attribute);
  }
}

// The box above a refused form: its lines stay where they are, so that nothing moves under a finger.
function countProblems(state) {
  const box = document.getElementById("problems");
  if (!box) return;
  let count = 0;
  for (const link of box.querySelectorAll("li a")) {
    const { question } = document.getElementById(link.hash.slice(1)).closest("[data-question]").dataset;
    const isDone = !state.relevant[question] || !told.get(question) || state.confirmed.includes(question);
    link.parentElement.classList.toggle("done", isDone);
    count += !isDone;
  }
  const heading = box.querySelector("h2"), text = JSON.parse(box.dataset.counts)[count];
  if (heading.textContent !== text) heading.textContent = text;
  box.classList.toggle("danger", count > 0);
  box.classList.toggle("ok", count === 0);
}

// When.

// Not while a finger is down: what it is about to tap must not move away.
function soon() {
  if (rules && !pressed) frame ||= requestAnimationFrame(update);
}

function noteLeft({ target }) {
  const name = target.closest("[data-question]")?.dataset.question;
  if (name) left.add(name);
  typing = false;
  soon();
}

// Asked by the outbox when the laptop is out of reach: what it would refuse is said now.
function check({ detail }) {
  if (!rules) return;
  for (const name of boxes.keys()) left.add(name);
  update();
  const state = fill(rules, before, { context, today, confirmed: new FormData(form).getAll("confirmed") });
  const wrong = [...Object.keys(state.errors), ...Object.keys(state.toConfirm)].filter((name) => state.relevant[name] && !state.confirmed.includes(name));
  detail.problems = wrong.length;
  if (wrong.length) boxes.get(wrong[0])?.scrollIntoView({ block: "center" });
}

function listen() {
  form.addEventListener("check", check);
  form.addEventListener("input", ({ target }) => {
    typing = !["radio", "checkbox", "select-one"].includes(target.type);
    soon();
  });
  form.addEventListener("change", noteLeft);
  form.addEventListener("click", (event) => { if (event.target.type === "radio") noteLeft(event); }); // a second tap clears
  form.addEventListener("focusout", soon);
  addEventListener("pageshow", soon);
  addEventListener("pointerdown", () => { pressed = true; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { pressed = false; soon(); });
}

// What comes and goes around it pushes the field of the keyboard neither out of sight nor under the bar that saves. A
// finger is left alone: it sees where it taps.
function keepInSight() {
  const here = document.activeElement;
  if (walked && form.contains(here) && !here.closest(".actions")) (here.closest(".chip") ?? here).scrollIntoView({ block: "nearest" });
}

function watchSizes() {
  addEventListener("keydown", ({ key }) => { walked ||= key === "Tab"; });
  addEventListener("pointerdown", () => { walked = false; });
  const sizes = new ResizeObserver(keepInSight);
  for (const box of [form, form.querySelector(".actions")].filter(Boolean)) sizes.observe(box);
}

// Make room for what will be said, and take over what the server said already.
function takeOver(name, box) {
  const said = document.getElementById(`e-${name}`);
  const place = make("div", { className: "said", ariaLive: "polite" });
  box.append(place);
  if (said) place.append(said);
  said?.removeAttribute("role");
  told.set(name, said ? said.className + said.querySelector("span, p").textContent : "");
  if (said || String(before[name])) left.add(name);
}

function findAsking(names) {
  for (const name of names) {
    const rule = JSON.stringify(rules.questions[name].required ?? "");
    asking.set(name, names.slice(names.indexOf(name)).filter((other) => rule.includes(`["ref","${other}"]`)));
  }
}

async function begin() {
  const answer = await fetch(form.dataset.formDocument).catch(() => null);
  if (!answer?.ok) return; // out of reach: the form works as without scripts
  rules = await answer.json();
  const asked = [...boxes].filter(([name]) => rules.questions[name].type !== "note");
  before = readTyped(new FormData(form));
  for (const [name, box] of asked) takeOver(name, box);
  findAsking(Object.keys(rules.questions));
  const state = fill(rules, before, { context, today });
  for (const [name, said] of told) if (said && !(name in state.errors) && !(name in state.toConfirm)) others.add(name);
  document.getElementById("problems")?.setAttribute("role", "status"); // from here on it is said politely
  update();
}

function showAll() {
  for (const box of form.querySelectorAll("[data-start-hidden]")) delete box.dataset.startHidden;
}

listen();
watchSizes();
begin().finally(showAll);
