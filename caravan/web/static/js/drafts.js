// What is typed stays on this tablet until it is saved: after a Back, a reload, a language, a session that ended, a laptop
// out of reach, a tab that crashed or a battery that died, the form is as it was left, with its operation id, so that
// saving it is one save. The tab has it at once (sessionStorage), the disk a moment later (IndexedDB). It is kept by
// person: nobody else who signs in at this tablet is shown it. It goes with the person who signs out, and with the day.

import { all, put, remove } from "./outbox/store.js";

const { person, now } = document.body.dataset;
const day = now?.slice(0, 10);
const PREFIX = "typed:", HERE = "tablet.keeps", OPERATION = "operation_id", VERSION = "form_version", CONFIRMED = "confirmed", SENT = "#sent";
const NEVER = new Set(["csrf_token", HERE]);
const AT_HTTPS = location.protocol === "https:", SAVED = AT_HTTPS ? "__Host-saved=" : "saved="; // see web/secure_cookies.py
const WAIT_MS = 300;
const watched = new Map(); // each form that is kept: where, and the timer that will write it
let isRead; // settled once what the disk keeps is in the tab

const target = (form) => new URL(form.getAttribute("action") ?? "", location.href);
const keyOf = (form) => `${PREFIX}${person}:${form.dataset.typed ?? target(form).pathname + asked()}`;
const isTyped = (field) => field.name && !NEVER.has(field.name) && !["hidden", "password", "file", "submit", "button"].includes(field.type);
const isKept = (form) => form.elements.namedItem(OPERATION) && [...form.elements].some(isTyped);
const valueIn = (fields, wanted) => fields.find(([name]) => name === wanted)?.[1];

// The hour in Morocco, by the laptop's clock when it made the page and the time since: the tablet's own may be wrong.
const hour = () => new Date(Date.parse(`${now}Z`) + performance.now()).toISOString().slice(11, 16);

// What the page was opened for, such as a name that was searched: the answers about another one are not for it.
function asked() {
  const { searchParams } = new URL(location.href);
  searchParams.delete(VERSION);
  return String(searchParams) && `?${searchParams}`;
}

// The store.

function entries() {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);
}

const quietly = (work) => work.catch(() => undefined); // without a disk the tab alone keeps it

const writeToDisk = (key, entry) => quietly(put("drafts", { key, entry }));

// A tab that was opened anew, after a crash or a dead battery, finds what the last one kept: returns what it had not.
async function readFromDisk() {
  const kept = (await quietly(all("drafts"))) ?? [];
  const left = new Map(kept.filter(({ key, entry }) => entry.day === day && key.startsWith(`${PREFIX}${person}:`)).map(({ key, entry }) => [key, entry]));
  for (const [key, entry] of entries()) if (entry.isOfDisk && !left.has(key)) sessionStorage.removeItem(key); // saved in another tab
  const found = [...left.keys()].filter((key) => !sessionStorage.getItem(key));
  for (const key of found) sessionStorage.setItem(key, JSON.stringify({ ...left.get(key), isOfDisk: true }));
  for (const { key, entry } of kept) if (day && entry.day !== day) quietly(remove("drafts", key));
  return found;
}

function write(form, isSent, operation = form.elements.namedItem(OPERATION).value) {
  const kept = watched.get(form);
  clearTimeout(kept.timer);
  kept.timer = 0;
  const unkept = new Set([...form.elements].filter((field) => ["password", "file"].includes(field.type)).map(({ name }) => name));
  const fields = [...new FormData(form)].filter(([name]) => !NEVER.has(name) && !unkept.has(name));
  const at = hour();
  const entry = { day, at, operation, isSent, path: location.pathname, fields };
  writeToDisk(kept.key, entry);
  try {
    sessionStorage.setItem(kept.key, JSON.stringify(entry));
    return true;
  } catch {
    return false; // no room left: the laptop will carry the answers itself, should the session have ended
  }
}

function writeSoon(form) {
  const kept = watched.get(form);
  if (!kept) return;
  clearTimeout(kept.timer);
  kept.timer = setTimeout(write, WAIT_MS, form, false);
}

function writeNow() {
  for (const [form, { timer }] of watched) if (timer) write(form, false);
}

function forget(isMeant) {
  for (const [key, entry] of entries()) if (isMeant(entry, key)) drop(key);
}

function drop(key) {
  sessionStorage.removeItem(key);
  quietly(remove("drafts", key));
}

// What the laptop says is saved stays for one Back, as after the save of a page.
export function keepForBack(operation) {
  const last = entries().find(([, entry]) => entry.operation === operation);
  for (const [form, kept] of watched) if (kept.key === last?.[0]) clearTimeout(kept.timer), watched.delete(form);
  forget((entry) => entry.isSaved);
  if (!last) return;
  quietly(remove("drafts", last[0]));
  sessionStorage.setItem(last[0], JSON.stringify({ ...last[1], isSent: true, isSaved: true }));
}

// Lets go of what was typed for an operation that is kept as a record of its own.
export async function letGo(operation) {
  for (const [form, kept] of watched) if (form.elements.namedItem(OPERATION)?.value === operation) clearTimeout(kept.timer), watched.delete(form);
  const keys = entries().filter(([, entry]) => entry.operation === operation).map(([key]) => key);
  for (const key of keys) sessionStorage.removeItem(key);
  await Promise.all(keys.map((key) => quietly(remove("drafts", key))));
}

// Whether something was typed at this address, or for the person whose address this is.
function isHere({ path }, key) {
  return path === location.pathname || location.pathname.includes(key.slice(key.lastIndexOf(":") + 1));
}

// What was saved is kept for one Back only: the last one.
function letGoOfSaved() {
  const saved = document.cookie.split("; ").find((cookie) => cookie.startsWith(SAVED))?.slice(SAVED.length);
  const last = entries().find(([, { operation, isSent }]) => isSent && operation === saved);
  if (!last) return;
  forget((entry) => entry.isSaved);
  quietly(remove("drafts", last[0]));
  sessionStorage.setItem(last[0], JSON.stringify({ ...last[1], isSaved: true }));
}

// Putting back.

// Tells whether the form then shows anything else than before. What is hidden in a page that answers this same save is
// newer than what was kept; in a page that was opened anew it is older, and then its twin must be saved as what it was.
function putBack(form, fields) {
  const isOpenedAnew = form.elements.namedItem(OPERATION)?.value !== valueIn(fields, OPERATION);
  const left = new Map(fields.map(([name]) => [name, []]));
  for (const [name, value] of fields) left.get(name).push(value);
  let isOther = putBackConfirmed(form, left.get(CONFIRMED) ?? []);
  for (const field of form.elements) {
    if (field.name === CONFIRMED || (field.type === "hidden" ? !isOpenedAnew || NEVER.has(field.name) : !isTyped(field))) continue;
    if (!putBackField(field, left.get(field.name) ?? []) || field.type === "hidden") continue;
    isOther = true;
    reveal(field);
  }
  return isOther;
}

function putBackField(field, values) {
  const was = [field.value, field.checked];
  if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
  else if (values.length) field.value = values.length > 1 ? values.shift() : values[0];
  return field.value !== was[0] || field.checked !== was[1];
}

function reveal(field) {
  for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A confirmed value has no field of its own before the rules ask for it: it is put back as the server would carry it.
function putBackConfirmed(form, values) {
  const names = new Set(values);
  let isOther = false;
  for (const box of form.querySelectorAll(`[name=${CONFIRMED}]`)) {
    isOther ||= box.type === "checkbox" && box.checked !== names.has(box.value);
    if (box.type === "checkbox") box.checked = names.has(box.value);
    else if (!names.has(box.value)) box.remove();
    names.delete(box.value);
  }
  for (const value of names) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: CONFIRMED, value }));
  return isOther || names.size > 0;
}

function restore(form) {
  const { key } = watched.get(form), entry = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!entry) return;
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (entry.isSaved && came !== "back_forward") return;
  if (openInItsVersion(form, entry.fields)) return;
  if (putBack(form, entry.fields) && !entry.isSaved) tell(form, entry.at);
}

// The form changed since: the answers are put back into the version in which they were typed.
function openInItsVersion(form, fields) {
  const version = valueIn(fields, VERSION), page = new URL(location.href);
  if (!version || form.elements.namedItem(VERSION)?.value === version || page.searchParams.has(VERSION)) return false;
  page.searchParams.set(VERSION, version);
  location.replace(page);
  return true;
}

function tell(form, at) {
  const note = document.getElementById("put-back").content.cloneNode(true);
  note.querySelector("bdi").textContent = at;
  note.querySelector("button").addEventListener("click", () => beginAnew(form));
  form.before(note);
}

function beginAnew(form) {
  drop(watched.get(form).key);
  watched.clear();
  const page = new URL(location.href);
  page.searchParams.delete(VERSION);
  page.hash = "";
  location.replace(page);
}

// Whether something was typed into a form of this page and is not saved yet.
export async function isTyping() {
  await isRead;
  return [...watched.values()].some(({ timer }) => timer) || entries().some(([key, entry]) => !entry.isSaved && isHere(entry, key));
}

// When.

function watch(form) {
  watched.set(form, { key: keyOf(form), timer: 0 });
  restore(form);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: HERE, value: "yes" }));
  for (const kind of ["input", "change", "click"]) form.addEventListener(kind, ({ target }) => { if (isTyped(target)) writeSoon(form); });
}

// An answer at the very address of the page would take its place among those that Back opens, also when the laptop is out
// of reach and the answer is the browser's own regret. With a mark in the address it does not; the mark goes on arrival.
// What the page was opened for stays in the address, for what is kept is found by it.
function answerElsewhere(form) {
  const address = target(form);
  if (address.pathname === location.pathname) address.search ||= location.search;
  address.hash = SENT;
  form.setAttribute("action", address);
}

function dropMark() {
  if (location.hash === SENT && document.body.dataset.keeps !== "carried") history.replaceState(null, "", location.pathname + location.search);
}

function onSubmit(event) {
  const form = event.target, around = form.parentElement.closest("form"); // someone found while the form was filled
  if (target(form).pathname === "/logout") {
    for (const { timer } of watched.values()) clearTimeout(timer);
    watched.clear();
    forget((_entry, key) => key.startsWith(`${PREFIX}${person}:`));
  } else if (watched.has(form) && !event.defaultPrevented) {
    document.cookie = `${SAVED}; max-age=0; path=/${AT_HTTPS ? "; secure" : ""}`;
    if (write(form, true)) answerElsewhere(form);
    else form.elements.namedItem(HERE)?.remove();
  } else if (watched.has(around)) {
    write(around, true, form.elements.namedItem(OPERATION)?.value);
  }
}

// Keeps what is typed into a form that the page had not ready when it came.
export async function keepForm(form) {
  await isRead;
  if (person && isKept(form) && !watched.has(form)) watch(form);
}

// Keeps what is typed into every form whose save is one operation, and puts back what was kept: what the tab has before
// anything else of the page looks at the form, what only the disk has a moment later.
export async function keepTyping() {
  dropMark();
  if (day) forget((entry) => entry.day !== day);
  if (document.querySelector("[data-gone]")) forget(isHere);
  letGoOfSaved();
  if (!person) return;
  for (const form of document.querySelectorAll("form[data-once]")) if (isKept(form)) watch(form);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("visibilitychange", writeNow);
  addEventListener("pagehide", writeNow);
  addEventListener("pageshow", letGoOfSaved);
  isRead = readFromDisk();
  const found = await isRead;
  for (const [form, { key }] of watched) if (found.includes(key)) restore(form);
}
