// The save of a form that is a record: the tablet's disk first, then the laptop. Out of reach, the record stays on the
// tablet and the next person can be served; refused, the form comes back from the laptop with what to correct.

import { keepForBack, letGo } from "../drafts.js";
import { cardOf } from "../scan/codes.js";
import { announce, flush, isReached, keep, post } from "./send.js";
import { remove } from "./store.js";

const aboutOf = (form) => JSON.parse(form.dataset.about ?? "{}");

function recordOf(form, submitter) {
  const fields = [...new FormData(form, submitter)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  const { person, author } = document.body.dataset;
  return {
    id: form.elements.namedItem("operation_id").value, kind: form.dataset.outbox, form: form.dataset.station ?? "",
    about: aboutOf(form), typedKey: form.dataset.typed, fields, author, person, title: form.dataset.title ?? document.title, path: location.pathname + location.search,
    typed_at: new Date().toISOString(), late: false,
  };
}

// Without room on the tablet, or when the laptop wants to ask something: as a page without scripts would.
function sendAsPage(form, submitter) {
  if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  form.submit();
}

function allowAgain(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

// What the rules of the form say, when the laptop cannot: nothing that it would refuse is called kept.
function isWrong(form) {
  const code = form.querySelector("[data-card-code]");
  if (code && !cardOf(code.value)) {
    form.querySelector(".error")?.remove();
    form.append(Object.assign(document.createElement("p"), { className: "error", role: "alert", textContent: form.dataset.wrong }));
    code.select();
    return true;
  }
  const check = new CustomEvent("check", { detail: { problems: 0 } });
  form.dispatchEvent(check);
  return check.detail.problems > 0;
}

const copy = (id) => document.getElementById(id).content.cloneNode(true);

const hex = (byte) => byte.toString(16).padStart(2, "0");

// An id of a record made here (UUID version 4): plain http has no randomUUID.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map(hex).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// Over plain http no worker opens a page while the laptop is away: a tap on "next" would end in the browser's own regret.
function stayHere(word, next) {
  const look = () => { word.hidden = isReached.laptop; next.hidden = !isReached.laptop; };
  addEventListener("outbox", look);
  look();
}

function showKept(form, record) {
  const note = copy("kept-here"), next = note.querySelector("a");
  if (form.dataset.next) next.href = form.dataset.next;
  else next.remove();
  if (!isSecureContext) stayHere(note.querySelector("[data-plain]"), note.querySelector(".wrap"));
  if (record.kind === "register") note.append(formOfCard(record, form.dataset.next));
  form.replaceWith(note);
  (document.querySelector("[data-kept] ~ form input[name=code]") ?? document.querySelector("[data-kept]")).focus();
}

// Whoever is registered while the laptop is away gets a blank card at once: with it the stations of this tablet know them.
function formOfCard(record, next) {
  const card = copy("kept-card"), form = card.querySelector("form");
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "operation_id", value: newId() }));
  form.dataset.about = JSON.stringify({ registration: record.id });
  form.dataset.title = record.title;
  form.dataset.next = next;
  return card;
}

async function save(form, submitter) {
  const record = recordOf(form, submitter);
  try {
    await keep(record);
  } catch {
    return sendAsPage(form, submitter);
  }
  const reply = (await post([record]))?.get(record.id);
  if (reply?.state === "done") {
    await remove("records", record.id);
    keepForBack(record.id);
    return location.assign(reply.location);
  }
  if (reply || isWrong(form)) {
    await remove("records", record.id);
    announce();
    return reply ? sendAsPage(form, submitter) : allowAgain(form);
  }
  await letGo(record.id);
  showKept(form, record);
  return flush();
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || !form.dataset.outbox || !document.body.dataset.author) return;
  event.preventDefault();
  save(form, event.submitter);
}

export function sendForms() {
  document.addEventListener("submit", onSubmit);
}
