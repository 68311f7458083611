// The tooth chart at work: a tap paints the code that is held, or goes through the codes of the tooth; keys do both. What
// is chosen stands in the fields of the form and nowhere else, so that rules, drafts and the server see no difference.

import { focusTooth, moveByKey, nextTooth, openToTab } from "./tooth_moves.js";

const FIGURES = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
const FREE = ["", "unerupted", "not_recorded"]; // a permanent tooth that leaves its space to the milk tooth
const MILK_QUADRANTS = 4; // ISO 3950: quadrant 5 lies where quadrant 1 does

const fieldOf = (tooth) => document.getElementById(`q-${tooth.dataset.for}`);
const numberOf = (tooth) => tooth.querySelector("b").textContent;

function begin(chart) {
  const mouth = chart.querySelector(".mouth"), words = JSON.parse(chart.dataset.words);
  const teeth = [...mouth.querySelectorAll(".tooth")], byNumber = new Map(teeth.map((tooth) => [numberOf(tooth), tooth]));
  const strokes = [...chart.querySelectorAll(".stroke")].map((button) => ({ button, codes: JSON.parse(button.dataset.codes) }));
  const told = chart.querySelector("[data-told]"), undo = chart.querySelector("[data-undo]");
  const done = [];
  let held = null;

  const drawnAs = ({ dataset }, code) => strokes.find(({ codes }) => codes[dataset.list] === code)?.button.dataset.drawn ?? "";
  const codesOf = ({ dataset }) => strokes.map(({ codes }) => codes[dataset.list]).filter((code) => code !== undefined);
  const tell = (text) => { told.textContent = text; };
  const say = (tooth) => tell(tooth.getAttribute("aria-label"));

  // Drawing.

  function draw(tooth) {
    const field = fieldOf(tooth), code = field.value, drawn = drawnAs(tooth, code);
    tooth.dataset.drawn = drawn;
    tooth.querySelector("i").textContent = code;
    tooth.querySelector(".mark").setAttribute("href", `${chart.dataset.drawings}#${drawn || "blank"}`);
    const isPassed = Boolean(code) && isTaken(tooth);
    tooth.classList.toggle("passed", isPassed);
    const text = code ? field.selectedOptions[0].textContent : words.blank;
    tooth.setAttribute("aria-label", `${numberOf(tooth)}: ${text}${isPassed ? ` (${words.passed})` : ""}`);
  }

  // The other tooth of the same space: 55 and 15.
  function across(tooth, step) {
    const [quadrant, place] = numberOf(tooth);
    return byNumber.get(`${Number(quadrant) + step}${place}`);
  }

  function isTaken(milk) {
    const permanent = across(milk, -MILK_QUADRANTS);
    return Boolean(permanent) && !FREE.includes(drawnAs(permanent, fieldOf(permanent).value));
  }

  function drawWithNeighbour(tooth) {
    draw(tooth);
    const milk = across(tooth, MILK_QUADRANTS);
    if (milk) draw(milk);
  }

  // Painting.

  function put(tooth, code) {
    const field = fieldOf(tooth);
    field.value = code;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  }

  function paint(changes) {
    if (changes.length) done.push(changes.map(([tooth]) => [tooth, fieldOf(tooth).value]));
    for (const [tooth, code] of changes) put(tooth, code);
    undo.disabled = !done.length;
  }

  function paintOne(tooth, code) {
    paint([[tooth, code]]);
    say(tooth);
  }

  function tap(tooth) {
    const now = fieldOf(tooth).value;
    if (!held) {
      const codes = ["", ...codesOf(tooth)];
      paintOne(tooth, codes[(codes.indexOf(now) + 1) % codes.length]);
      return;
    }
    const code = held.codes[tooth.dataset.list];
    if (code === undefined) tell(`${numberOf(tooth)}: ${words.wrong}`);
    else paintOne(tooth, code === now ? "" : code);
  }

  function hold(stroke) {
    held = held === stroke ? null : stroke;
    for (const each of strokes) each.button.setAttribute("aria-pressed", each === held);
  }

  function allSound(dentition) {
    const sound = strokes.find(({ button }) => button.dataset.drawn === "sound");
    const milkOf = (tooth) => across(tooth, MILK_QUADRANTS);
    const isFree = (tooth) => !fieldOf(tooth).value && !isTaken(tooth) && !(milkOf(tooth) && fieldOf(milkOf(tooth)).value);
    const blank = teeth.filter((tooth) => "sound" in tooth.dataset && isIn(tooth, dentition) && isFree(tooth));
    paint(blank.map((tooth) => [tooth, sound.codes[tooth.dataset.list]]));
    tell(`${words.marked} ${blank.length}`);
  }

  function takeBack() {
    for (const [tooth, code] of done.pop() ?? []) put(tooth, code);
    undo.disabled = !done.length;
    tell(words.undone);
  }

  // Which teeth are shown.

  const isIn = (tooth, dentition) => tooth.closest("[data-dentition]").dataset.dentition === dentition;

  function show(dentition, isShown) {
    for (const jaw of mouth.querySelectorAll("[data-dentition]")) if (jaw.dataset.dentition === dentition) jaw.hidden = !isShown;
    chart.querySelector(`[data-show="${dentition}"]`)?.setAttribute("aria-pressed", isShown);
    chart.querySelector(`[data-all-sound="${dentition}"]`).hidden = !isShown;
    openToTab(mouth);
  }

  function toggle(button) {
    const { show: dentition } = button.dataset, isShown = button.getAttribute("aria-pressed") === "true";
    const isCoded = teeth.some((tooth) => isIn(tooth, dentition) && fieldOf(tooth).value);
    if (isShown && isCoded) tell(words.coded);
    else show(dentition, !isShown);
  }

  // Keys.

  function type(tooth, key) {
    const figure = FIGURES.indexOf(key), code = figure < 0 ? key.toUpperCase() : String(figure % 10);
    if (codesOf(tooth).includes(code)) {
      paintOne(tooth, code);
      focusTooth(mouth, nextTooth(mouth, tooth));
    } else {
      tell(`${numberOf(tooth)}: ${words.wrong}`);
    }
  }

  function press(event) {
    const tooth = event.target.closest(".tooth");
    if (!tooth || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Backspace" || event.key === "Delete") paintOne(tooth, "");
    else if (event.key === "Escape" && held) hold(held);
    else if (event.key.length === 1 && event.key !== " ") type(tooth, event.key);
    else if (!moveByKey(mouth, tooth, event.key)) return;
    event.preventDefault();
  }

  function listen() {
    mouth.addEventListener("click", ({ target }) => { if (target.closest(".tooth")) tap(target.closest(".tooth")); });
    mouth.addEventListener("keydown", press);
    mouth.addEventListener("focusin", ({ target }) => { if (target.matches(".tooth") && target.tabIndex < 0) focusTooth(mouth, target); });
    for (const stroke of strokes) stroke.button.addEventListener("click", () => hold(stroke));
    for (const button of chart.querySelectorAll("[data-all-sound]")) button.addEventListener("click", () => allSound(button.dataset.allSound));
    for (const button of chart.querySelectorAll("[data-show]")) button.addEventListener("click", () => toggle(button));
    undo.addEventListener("click", takeBack);
    const owner = new Map(teeth.map((tooth) => [fieldOf(tooth), tooth]));
    chart.closest("form, fieldset").addEventListener("input", ({ target }) => {
      const tooth = owner.get(target);
      if (!tooth) return;
      drawWithNeighbour(tooth);
      if (target.value && tooth.closest("[data-dentition]").hidden) show(tooth.closest("[data-dentition]").dataset.dentition, true); // put back
    });
    addEventListener("pageshow", () => teeth.forEach(draw));
  }

  for (const tooth of teeth) {
    tooth.disabled = false;
    draw(tooth);
  }
  for (const part of chart.querySelectorAll(".strokes, .tools")) part.hidden = false;
  openToTab(mouth);
  chart.dataset.ready = "";
  listen();
}

document.querySelectorAll("[data-tooth-chart]").forEach(begin);
