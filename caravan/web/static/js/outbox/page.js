// The page of what waits on this tablet: sent at once, opened again, put into a file, or let go of once it is in one.

import { writeFile } from "./file.js";
import { ASKING, flush } from "./send.js";
import { all, put, remove } from "./store.js";

const list = document.getElementById("outbox"), words = JSON.parse(list.dataset.words);
const { person, now } = document.body.dataset;
const exported = new Set();

const make = (tag, properties, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
};
const hour = (record) => new Date(record.kept_at).toLocaleTimeString(`${document.documentElement.lang}-u-nu-latn`, { hour: "2-digit", minute: "2-digit" });

// The form of a record opens again as it was filled: it goes the way of what was typed and not saved.
async function openAgain(record) {
  const path = record.path.split("?")[0], at = hour(record), day = now.slice(0, 10);
  const key = `typed:${person}:${record.typedKey ?? path}`;
  sessionStorage.setItem(key, JSON.stringify({ day, at, operation: record.id, isSent: false, path, fields: record.fields }));
  await put("records", { ...record, opened: true });
  location.assign(record.path);
}

function row(record) {
  const isOwn = record.person === person, isAsking = record.state === ASKING;
  const title = make("b", {}, isOwn ? make("bdi", {}, record.title) : words.ofOther);
  const time = make("span", { className: "muted" }, `${words.keptAt} `, make("bdi", { dir: "ltr", className: "n" }, hour(record)));
  const state = make("span", { className: `tag ${isAsking ? "u" : "p"}` }, isAsking ? words.asking : words.waiting);
  const buttons = make("div", { className: "wrap" });
  if (isAsking && isOwn) buttons.append(button(words.open, () => openAgain(record)));
  if (exported.has(record.id)) buttons.append(button(words.letGo, async () => { await remove("records", record.id); show(); }, "danger"));
  return make("li", { className: "card stack" }, make("div", { className: "head" }, title, state), time, ...(record.said && isOwn ? [make("p", {}, record.said)] : []), buttons);
}

const button = (text, act, kind = "quiet") => {
  const one = make("button", { type: "button", className: `btn low ${kind}` }, text);
  one.addEventListener("click", act);
  return one;
};

async function show() {
  const records = await all("records");
  list.replaceChildren(...records.sort((a, b) => a.kept_at - b.kept_at).map(row));
  document.getElementById("outbox-empty").hidden = records.length > 0;
  document.getElementById("outbox-acts").hidden = records.length === 0;
}

async function intoFile() {
  for (const id of await writeFile()) exported.add(id);
  show();
}

document.getElementById("send-now").addEventListener("click", flush);
document.getElementById("write-file").addEventListener("click", intoFile);
addEventListener("outbox", show);
show();
