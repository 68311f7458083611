// What a page gains when scripts run: a key pad for the PIN, taps that clear, one save per tap, counts that renew themselves.

function addKeys(pad) {
  const field = document.getElementById(pad.dataset.keysFor);
  const key = (label, act, isWord) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    if (isWord) button.className = "word";
    button.addEventListener("click", act);
    pad.append(button);
  };
  const type = (digit) => () => { if (field.value.length < field.maxLength) field.value += digit; };
  for (const digit of "123456789") key(digit, type(digit));
  pad.append(document.createElement("span"));
  key("0", type("0"));
  key(pad.dataset.erase, () => { field.value = field.value.slice(0, -1); }, true);
  pad.hidden = false;
  if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none"; // the pad replaces the tablet's own keyboard
}

function clearOnSecondTap(event) {
  const tap = event.target;
  if (!(tap instanceof HTMLInputElement) || tap.type !== "radio" || !tap.value) return;
  if (tap.dataset.was !== "yes") return;
  const blank = tap.form.querySelector(`input[name="${CSS.escape(tap.name)}"][value=""]`);
  if (blank) blank.checked = true;
}

function rememberState(event) {
  const tap = event.target.closest?.(".chip")?.querySelector("input[type=radio]");
  if (tap) tap.dataset.was = tap.checked ? "yes" : "no";
}

function saveOnce(event) {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button.btn")) button.setAttribute("aria-disabled", "true");
}

function allowAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
}

// The browser keeps no page of a patient, so Back brings an empty form. What was sent from it stays in this tab until the
// sign-out: it is put back with its operation id, and saving it again is the same save, not a second one.
const draftOfPage = () => `sent:${location.pathname}`;

function keepTyping(event) {
  const form = event.target;
  if (form.matches("[data-once]")) sessionStorage.setItem(draftOfPage(), JSON.stringify([...new FormData(form)]));
}

function bringBack() {
  if (!document.querySelector("header .menu")) return sessionStorage.clear();
  const form = document.querySelector("form[data-once]");
  const sent = JSON.parse(sessionStorage.getItem(draftOfPage()) ?? "null");
  if (!form || !sent || performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  for (const field of form.querySelectorAll("[name]:not([name=csrf_token])")) {
    const typed = sent.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = typed.includes(field.value);
    else if (typed.length) field.value = typed[0];
  }
}

function renew(part) {
  const every = Number(part.dataset.live) * 1000;
  const fetchAgain = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (answer.ok && fresh) part.replaceChildren(...fresh.childNodes);
    } catch { /* the laptop is out of reach: the last counts stay, and the next turn asks again */ }
    setTimeout(fetchAgain, every);
  };
  setTimeout(fetchAgain, every);
}

document.querySelectorAll("[data-keys-for]").forEach(addKeys);
document.querySelectorAll("[data-live]").forEach(renew);
document.addEventListener("pointerdown", rememberState);
document.addEventListener("click", clearOnSecondTap);
document.addEventListener("submit", saveOnce);
document.addEventListener("submit", keepTyping);
addEventListener("pageshow", allowAgain);
bringBack();
document.getElementById("problems")?.scrollIntoView({ block: "start" });
