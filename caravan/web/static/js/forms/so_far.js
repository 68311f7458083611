// Tells while a form is filled what it found up to now. The laptop scores and writes nothing; out of reach, nothing is
// told: what was found before may be wrong by then. An element [data-finding="CODE"] of the form shows that finding, and
// whoever listens to "so-far" on the form gets all of it as detail: {urgency, urgency_name, referral, findings}.

const form = document.querySelector("form[data-so-far]");
const WAIT_MS = 350, GIVE_UP_AFTER_MS = 4000;
const NOTHING = { urgency: "n", urgency_name: "", referral: "", findings: {} };
const GRAVITY = "eup"; // what is said beside the button that saves
const isTyped = (field) => field.name && field.type !== "hidden" && (field.checked ?? true) && field.value;
let soon = 0, asking;

function sent() {
  const filled = [...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== "");
  return new URLSearchParams(filled);
}

async function ask() {
  asking?.abort();
  const patience = asking = new AbortController();
  const bell = setTimeout(() => patience.abort(), GIVE_UP_AFTER_MS);
  try {
    const answer = await fetch(form.dataset.soFar, { method: "POST", body: sent(), signal: patience.signal, redirect: "manual" });
    if (patience === asking) tell(answer.ok ? await answer.json() : NOTHING);
  } catch {
    if (patience === asking) tell(NOTHING); // else a later question is on its way
  } finally {
    clearTimeout(bell);
  }
}

function tell(found) {
  for (const place of form.querySelectorAll("[data-finding]")) {
    const words = found.findings[place.dataset.finding];
    place.replaceChildren(...(words ? [isolated(words.shown)] : []));
    place.hidden = !words;
  }
  conclude(found);
  form.dispatchEvent(new CustomEvent("so-far", { detail: found }));
}

function conclude({ urgency, urgency_name: name, referral, findings }) {
  const box = form.querySelector("[data-found]");
  if (!box) return;
  const isGrave = ({ urgency: one }) => GRAVITY.includes(one);
  const grave = Object.values(findings).filter(isGrave).sort((one, other) => GRAVITY.indexOf(one.urgency) - GRAVITY.indexOf(other.urgency));
  const lines = grave.map(({ label, shown }) => make("li", {}, make("span", {}, label), " ", make("b", {}, isolated(shown))));
  box.hidden = urgency === "n";
  box.className = `found ${urgency}`;
  box.querySelector(".tag").textContent = name;
  box.querySelector(".tag").className = `tag ${urgency}`;
  box.querySelector("[data-place]").textContent = referral;
  box.querySelector("ul").replaceChildren(...lines);
}

function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

// A figure with its unit must not be reversed by the Arabic around it.
const isolated = (text) => make("bdi", {}, text);

function askSoon() {
  clearTimeout(soon);
  soon = setTimeout(ask, WAIT_MS);
}

for (const kind of ["input", "change", "click"]) {
  form.addEventListener(kind, ({ target }) => { if (target.name && (kind !== "click" || target.type === "radio")) askSoon(); });
}
addEventListener("pageshow", () => { if ([...form.elements].some(isTyped)) askSoon(); });
