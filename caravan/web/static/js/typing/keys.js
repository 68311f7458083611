// Quick entry by keyboard alone: the sign of a box chooses it, Enter goes on, Shift + Enter back, a point says that
// something was not done; an unusual value is asked about on the way. Without scripts it is a form like any other.

const form = document.querySelector("form[data-keys]");
const save = form.querySelector("[data-save]");
const visited = new Set();
const early = []; // keys pressed while the next line is being found: none is lost, none falls on the wrong line
let moving = false;
let digits = ""; // what was pressed in this line so far, for choices of two digits

const stops = () => [...form.querySelectorAll("[data-stop]")].filter((stop) => !stop.hidden && stop.offsetParent !== null);
const stopOf = (element) => element?.closest?.("[data-stop]");
const painted = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });

function controlOf(stop) {
  return stop.querySelector("input:checked:not([value=''])") ?? stop.querySelector("label:not([hidden]) > input, input:not([type=hidden], [value=''][type=radio]), select, textarea");
}

function enter(stop) {
  digits = "";
  visited.add(stop);
  const control = controlOf(stop);
  control?.focus();
  if (control?.matches("input:not([type=radio], [type=checkbox], [type=date])")) control.select();
  stop.scrollIntoView({ block: "nearest" });
}

// Leaving a line, its answer is looked at (live.js); what is unusual is asked about before the next line.
async function go(step) {
  const from = stopOf(document.activeElement);
  moving = true;
  document.activeElement?.dispatchEvent(new Event("change", { bubbles: true }));
  await painted();
  moving = false;
  leave(from, step);
  catchUp();
}

function leave(from, step) {
  const question = from?.querySelector(".ask input[type=checkbox]:not(:checked)");
  if (step > 0 && question && question !== document.activeElement) {
    question.focus();
    return;
  }
  const all = stops(), at = all.indexOf(from);
  const next = step > 0 ? all[at + 1] ?? all.find((stop) => !visited.has(stop)) : all[Math.max(0, at - 1)];
  if (next) enter(next);
  else save.focus();
}

function fire(control) {
  for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
}

// The same key on every keyboard: the digits of the upper row without Shift, letters where they stand in the Latin one.
function keyOf(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit) return digit[1];
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(event.code);
  return letter ? letter[1].toLowerCase() : event.key;
}

function choose(stop, key) {
  const of = (wanted) => stop.querySelector(`[data-key="${CSS.escape(wanted)}"] > input`);
  const control = of(digits + key) ?? of(key);
  if (!control) return false;
  digits = of(digits + key) && digits ? "" : key;
  control.checked = control.type === "radio" || !control.checked;
  control.focus();
  fire(control);
  return true;
}

function chooseInMenu(stop, key) {
  const keys = JSON.parse(stop.dataset.menu), menu = stop.querySelector("select");
  if (!(key in keys)) return false;
  menu.value = keys[key];
  fire(menu);
  return true;
}

// Not done: the line is emptied, and where the form asks why, that line comes next with its first reason chosen.
async function leaveOut(stop) {
  for (const control of stop.querySelectorAll("input, select")) {
    if (["radio", "checkbox"].includes(control.type)) control.checked = control.type === "radio" && control.value === "";
    else control.value = "";
  }
  const first = stop.querySelector("input, select");
  if (first) fire(first);
  moving = true;
  await painted();
  moving = false;
  const why = form.querySelector(`[data-question="${CSS.escape(stop.dataset.why ?? "")}"]`);
  if (!why || why.hidden) {
    go(1);
    return;
  }
  enter(why);
  if (!why.querySelector("input:checked:not([value=''])")) choose(why, "1");
  catchUp();
}

// Carry out the keys that came early. Saving is left to a key pressed when the button is at hand.
function catchUp() {
  while (early.length && !moving) {
    const { activeElement: target } = document, { key, code, shiftKey } = early.shift();
    if (target === save) continue;
    const isDone = act({ key, code, shiftKey, target }, stopOf(target));
    if (!isDone && key.length === 1 && target.matches("textarea, input:not([type=radio], [type=checkbox], [type=date])")) {
      target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function confirmed(box, key) {
  if (!box.matches(".ask input[type=checkbox]") || !["1", " "].includes(key)) return false;
  box.checked = true;
  fire(box);
  go(1);
  return true;
}

function isEmptyField(target) {
  return !target.matches("input:not([type=radio], [type=checkbox])") || target.value === "";
}

function typeDigit(event, target) {
  const digit = /^Digit(\d)$/.exec(event.code);
  if (!digit || event.shiftKey || /^\d$/.test(event.key) || !["numeric", "decimal"].includes(target.inputMode)) return false;
  target.setRangeText(digit[1], target.selectionStart, target.selectionEnd, "end");
  target.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function act(event, stop) {
  const { target } = event, key = keyOf(event);
  if (event.key === "Enter") {
    if (target === save || (target.matches("textarea") && event.ctrlKey)) return false;
    go(event.shiftKey ? -1 : 1);
    return true;
  }
  if (!stop || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (confirmed(target, key)) return true;
  if (event.key === "." && stop.dataset.question && isEmptyField(target) && !target.matches("textarea, [inputmode=text]")) {
    leaveOut(stop);
    return true;
  }
  if (target.matches("[type=radio], [type=checkbox]")) return choose(stop, key);
  if (stop.dataset.menu && target.matches("select")) return chooseInMenu(stop, key);
  return target.matches("input") && typeDigit(event, target);
}

form.addEventListener("keydown", (event) => {
  if (moving && !event.ctrlKey && !event.altKey && !event.metaKey && (event.key === "Enter" || event.key.length === 1)) {
    const { key, code, shiftKey } = event;
    early.push({ key, code, shiftKey });
    event.preventDefault();
  } else if (act(event, stopOf(event.target))) event.preventDefault();
});
form.addEventListener("focusin", ({ target }) => {
  const stop = stopOf(target);
  if (stop) visited.add(stop);
});

// Where to begin: at what was refused, else at the top. The page itself puts the focus nowhere: an Enter that came before
// this script would send the form.
const wrong = stopOf(form.querySelector("[aria-invalid=true], .error"));
if (wrong) enter(wrong);
else if (!stopOf(document.activeElement)) enter(stops()[0]);
