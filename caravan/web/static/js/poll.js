// Keeps a part of a page up to date without holding a connection, and says so when it no longer is.

const STALE_AFTER = 20_000; // ms without a good answer
const GIVE_UP_AFTER = 8_000; // ms for one request: a laptop that sleeps never answers
const HIDDEN_TIMES = 6; // a page that nobody sees asks so many times less often
const SETTLE = 2_000; // ms that a page just shown again has to get its answer

const noClock = () => new Date().toTimeString().slice(0, 5);

async function ask(address, tag) {
  const patience = new AbortController();
  const bell = setTimeout(() => patience.abort(), GIVE_UP_AFTER);
  try {
    const headers = { Accept: "text/html", ...(tag && { "If-None-Match": tag }) };
    const answer = await fetch(address, { headers, signal: patience.signal });
    return { answer, text: answer.status === 200 ? await answer.text() : "" };
  } catch {
    return null; // out of reach: what is shown stays, and the next turn asks again
  } finally {
    clearTimeout(bell);
  }
}

// Finds, in content that came anew, what was there before: by its id, its address, or its words.
function twin(old, inside) {
  if (old.id) return inside.querySelector(`#${CSS.escape(old.id)}`);
  const address = old.getAttribute("href"), fold = old.localName === "summary" && old.parentElement.id;
  if (address) return inside.querySelector(`a[href="${CSS.escape(address)}"]`);
  if (fold) return inside.querySelector(`#${CSS.escape(fold)} > summary`);
  return [...inside.querySelectorAll(old.localName)].find((one) => one.textContent === old.textContent && one.value === old.value);
}

// Makes a change that brings an element's content anew, and leaves the keyboard where it was.
export function keepFocus(element, change) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const fresh = change();
  if (focused && !focused.isConnected) twin(focused, fresh)?.focus({ preventScroll: true });
}

// Puts the new content in; what was unfolded stays so, and the keyboard stays where it was.
function replace(element, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = (element.id && page.getElementById(element.id)) || page.body;
  const unfolded = [...element.querySelectorAll("details[id][open]")].map((part) => part.id);
  keepFocus(element, () => {
    element.replaceChildren(...fresh.childNodes);
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
    return element;
  });
  element.dispatchEvent(new Event("renewed", { bubbles: true }));
}

// watch(element, address, { every: seconds }) asks the address again and again. The answer is a page or a part of one:
// its element of the same id, else all of it, takes the place of the content. Its ETag is sent back, so that an answer
// of 304 costs little. A header Caravan-Time (HH:MM by the laptop's clock) dates it; data-at dates the first content.
// The page's [data-stale] holds the sentence, with {time}, that is shown when nothing has come for 20 s.
export function watch(element, address, { every }) {
  const sign = document.querySelector("[data-stale]");
  let tag = null;
  let at = element.dataset.at || noClock();
  let good = performance.now();
  let shown = good;
  let held = false;
  let asking = false;
  let turn = 0;

  const tell = () => {
    const now = performance.now();
    const isStale = now - good > STALE_AFTER && now - shown > SETTLE;
    element.classList.toggle("stale", isStale);
    if (!sign || document.hidden) return;
    if (isStale && sign.hidden) sign.textContent = sign.dataset.stale.replace("{time}", at);
    sign.hidden = !isStale;
  };

  const take = ({ answer, text }) => {
    if (answer.redirected) return location.reload(); // signed out: the page itself leads to the login
    if (!answer.ok && answer.status !== 304) return;
    if (answer.ok && held) return; // a finger is down: taking its button away would lose the tap
    if (answer.ok) {
      replace(element, text);
      tag = answer.headers.get("ETag");
    }
    good = performance.now();
    at = answer.headers.get("Caravan-Time") || noClock();
  };

  const renew = async () => {
    clearTimeout(turn);
    if (asking) return;
    asking = true;
    const got = await ask(address, tag);
    if (got) take(got);
    asking = false;
    tell();
    const jitter = 0.85 + Math.random() * 0.3; // thirty tablets switched on together do not ask together
    turn = setTimeout(renew, every * 1000 * jitter * (document.hidden ? HIDDEN_TIMES : 1));
  };

  element.addEventListener("pointerdown", () => { held = true; });
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => setTimeout(() => { held = false; })); // after the click that it ends in
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    shown = performance.now();
    renew();
  });
  setInterval(tell, 1000);
  turn = setTimeout(renew, every * 1000);
  return renew;
}
