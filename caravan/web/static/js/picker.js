// A long list of places as a field that is typed in, either script, any spelling; the list itself stays the field that is
// sent. Usual choices stand above it as taps. Follows the combobox pattern of ARIA 1.2.

import { find, readable } from "./places.js";

const MOST = 8;

function pick(select) {
  const choices = [...select.options].filter((option) => option.value).map((option) => readable(option));
  const make = (tag, properties, parent) => {
    const element = Object.assign(document.createElement(tag), properties);
    parent?.append(element);
    return element;
  };
  const { id } = select, listId = `${id}-list`;
  const box = make("div", { className: "picker" });
  select.before(box);
  const taps = make("div", { className: "chips" }, box);
  taps.setAttribute("role", "group");
  taps.setAttribute("aria-label", select.labels[0]?.firstChild.textContent.trim() ?? "");
  const field = make("input", { autocomplete: "off", spellcheck: false, autocapitalize: "none", dir: "auto", placeholder: select.dataset.hint, role: "combobox" }, box);
  const list = make("ul", { id: listId, role: "listbox", hidden: true }, box);
  list.setAttribute("aria-label", taps.getAttribute("aria-label"));
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  for (const [name, value] of Object.entries({ "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" })) field.setAttribute(name, value);
  select.id = `${id}-sent`; // the label and the messages belong to the field that is seen
  field.id = id;
  select.hidden = true;
  let found = [], at = -1;

  const labelOf = (value) => choices.find((choice) => choice.value === value)?.label ?? "";

  function choose(value) {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    show();
    close();
  }

  function show() {
    field.value = labelOf(select.value);
    for (const tap of taps.children) tap.setAttribute("aria-pressed", String(tap.dataset.value === select.value));
  }

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function open(typed) {
    found = find(typed, choices).slice(0, MOST);
    const other = choices.find((choice) => choice.value === "other");
    if (other && !found.includes(other)) found.push(other);
    list.replaceChildren(...found.map((choice, place) => {
      const row = make("li", { id: `${listId}-${place}`, role: "option" });
      make("bdi", { textContent: choice.label }, row);
      if (choice.also) make("bdi", { className: "muted", textContent: choice.also, lang: choice.alsoLang }, row);
      row.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      row.addEventListener("click", () => choose(choice.value));
      return row;
    }));
    if (found.length <= 1) make("li", { className: "hint", role: "option", textContent: select.dataset.none }, list).setAttribute("aria-disabled", "true");
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(typed && found.length > 1 ? 0 : -1);
  }

  function mark(place) {
    at = place;
    for (const [index, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(index === at));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", `${listId}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) open("");
      else mark((at + step + found.length) % found.length);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) choose(found[at].value); // and Enter leads on
    else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show();
      close();
    }
  }

  function leave() {
    const typed = field.value.trim();
    if (!typed && select.value) return choose("");
    const exact = choices.find((choice) => choice.label === typed);
    if (exact && exact.value !== select.value) return choose(exact.value);
    show();
    close();
  }

  for (const value of (select.dataset.picker ?? "").split(" ").filter(labelOf)) {
    const tap = make("button", { type: "button", className: "btn quiet" }, taps);
    make("bdi", { textContent: labelOf(value) }, tap);
    tap.dataset.value = value;
    tap.addEventListener("click", () => choose(select.value === value ? "" : value));
  }
  field.addEventListener("input", (event) => { event.stopPropagation(); open(field.value); });
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("keydown", onKey);
  field.addEventListener("click", () => { if (list.hidden) { field.select(); open(""); } });
  field.addEventListener("blur", leave);
  for (const kind of ["change", "input"]) select.addEventListener(kind, show); // what was typed before was put back
  addEventListener("pageshow", show);
  show();
}

document.querySelectorAll("select[data-picker]").forEach(pick);
