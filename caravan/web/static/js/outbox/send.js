// The way of a record to the laptop: kept first, sent until the laptop answers for it, and told to every page meanwhile.
// A record answers for itself: one that is refused waits for a person, and holds up no other.

import { all, put, remove } from "./store.js";

const ADDRESS = "/api/ops", HEADERS = { "Content-Type": "application/json", "X-Caravan-Outbox": "1" };
const PATIENCE = 8_000, MOST = 20; // ms for an answer; records in one request
const SOONEST = 2_000, LATEST = 15_000, SLOWER = 1.6; // ms between tries
const LEASE = "outbox.lease", LEASE_FOR = 12_000; // where the browser has no locks (plain http)
export const WAITING = "waiting", ASKING = "asking"; // on its way; in need of a person
const FINAL = new Set(["refused", "unknown", "changed", "held"]);

const news = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null;
const me = String(Math.random());
let delay = SOONEST, timer = 0;

export const isReached = { laptop: true, signed: true, clock: null }; // clock: "" when it is right, else what is wrong; null before the laptop said

export function announce() {
  news?.postMessage("changed");
  dispatchEvent(new Event("outbox"));
}

news?.addEventListener("message", () => dispatchEvent(new Event("outbox")));

// How long the tablet kept it: by a clock that nobody can set while this page lives, else by the tablet's own.
function waited(record) {
  const isOfThisPage = record.born === performance.timeOrigin;
  return Math.max(0, Math.round(isOfThisPage ? performance.now() - record.kept_for : Date.now() - record.kept_at));
}

// Whoever is signed in again signs her own records anew: her word may have grown old, or the laptop have another key.
const wordFor = ({ person, author }) => (person === document.body.dataset.person && document.body.dataset.author) || author;

const wire = (record) => ({
  id: record.id, kind: record.kind, author: wordFor(record), fields: record.fields, form: record.form, about: record.about,
  late: record.late, typed_at: record.typed_at, waited_ms: waited(record),
});

// The answers by record id; null when the laptop is out of reach or has no answer for this.
export async function post(records) {
  const body = JSON.stringify({ sent_at: new Date().toISOString(), ops: records.map(wire) });
  const patience = new AbortController(), bell = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(ADDRESS, { method: "POST", headers: HEADERS, body, signal: patience.signal });
    const { replies, clock } = answer.ok ? await answer.json() : { replies: null };
    isReached.laptop = Boolean(replies);
    isReached.clock = clock ?? isReached.clock;
    return replies && new Map(replies.map((reply) => [reply.id, reply]));
  } catch {
    isReached.laptop = false;
    return null;
  } finally {
    clearTimeout(bell);
  }
}

// A question without a record: what the laptop thinks of this clock.
export const ask = () => post([]);

// Puts a record on the disk of the tablet; raises when there is no room.
export async function keep(record) {
  await put("records", { ...record, state: WAITING, born: performance.timeOrigin, kept_for: performance.now(), kept_at: Date.now() });
}

export async function settle(record, reply) {
  if (reply.state === "done") await remove("records", record.id);
  else if (FINAL.has(reply.state)) await put("records", { ...record, state: ASKING, said: reply.said, location: reply.location });
}

export const waiting = async () => (await all("records")).filter(({ state }) => state === WAITING).sort((a, b) => a.kept_at - b.kept_at);

// Only one page of the tablet sends at a time: two would do no harm, since a record counts once, but twice the work.
async function alone(work) {
  if (navigator.locks) return navigator.locks.request("outbox", { ifAvailable: true }, (lock) => lock && work());
  const held = JSON.parse(localStorage.getItem(LEASE) ?? "null");
  if (held && held.by !== me && held.until > Date.now()) return undefined;
  localStorage.setItem(LEASE, JSON.stringify({ by: me, until: Date.now() + LEASE_FOR }));
  try {
    return await work();
  } finally {
    localStorage.removeItem(LEASE);
  }
}

async function sendAll() {
  for (let batch = await waiting(), sent = 0; batch.length > sent; ) {
    const replies = await post(batch.slice(sent, sent + MOST).map((record) => ({ ...record, late: true })));
    if (!replies) return false;
    isReached.signed = true;
    for (const record of batch.slice(sent, sent + MOST)) {
      const reply = replies.get(record.id);
      if (reply?.state === "unsigned") isReached.signed = false;
      if (reply) await settle(record, reply);
    }
    sent += MOST;
    announce();
  }
  return true;
}

// Sends what waits, now and again until nothing does.
export async function flush() {
  clearTimeout(timer);
  let isSent = false;
  try {
    isSent = await alone(sendAll);
  } catch {
    isSent = false; // the disk of the tablet did not answer: the next turn asks again
  }
  delay = isSent === false ? Math.min(LATEST, delay * SLOWER) : SOONEST;
  const left = await waiting().catch(() => []);
  if (left.length) timer = setTimeout(flush, delay * (0.8 + Math.random() * 0.4)); // thirty tablets come back together
  announce();
}

export function keepSending() {
  for (const [target, kind] of [[window, "online"], [window, "focus"], [window, "pageshow"], [document, "visibilitychange"]]) {
    target.addEventListener(kind, () => { if (!document.hidden) flush(); });
  }
  flush();
}
