// Counts on the minutes that people wait, between two answers of the laptop, in the words and the colours of the page.

const SAMPLES = { zero: 0, one: 1, two: 2, few: 3, many: 11, other: 100 }; // a number of each plural form
const EVERY = 15_000; // ms
const plural = new Intl.PluralRules(document.documentElement.lang);

function countOn(span) {
  span.began ??= Date.now() - Number(span.dataset.waited) * 1000; // this tablet's clock only measures what passed since
  const words = span.closest("[data-minutes]");
  if (!words) return;
  const minutes = Math.max(0, Math.floor((Date.now() - span.began) / 60_000));
  const forms = JSON.parse(words.dataset.minutes);
  span.textContent = forms[SAMPLES[plural.select(minutes)]].replace("{n}", minutes);
  const wait = span.closest("[data-wait]");
  if (wait) tellLevel(wait, minutes, JSON.parse(words.dataset.levels));
}

function tellLevel(wait, minutes, levels) {
  const reached = levels.find(([from]) => minutes >= from);
  for (const [, name] of levels) wait.classList.toggle(name, name === reached?.[1]);
  wait.querySelector("small").textContent = reached?.[2] ?? "";
}

const countAll = () => document.querySelectorAll("[data-waited]").forEach(countOn);

// A page that the browser kept would show an old queue, and its button would call whom it called already.
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
document.addEventListener("renewed", countAll);
document.addEventListener("visibilitychange", countAll);
setInterval(countAll, EVERY);
countAll();
