// A part of a page that follows what is typed: asked for after a pause, and never answered by an older question.

const PAUSE_MS = 200;

// Returns a function that asks with the given options after a pause; `take` gets the part, or null when there is none.
export function follow(take) {
  let timer, asked;
  return (address, options = {}) => {
    clearTimeout(timer);
    asked?.abort();
    if (!address) return take(null);
    timer = setTimeout(async () => {
      asked = new AbortController();
      const { signal } = asked;
      try {
        const answer = await fetch(address, { ...options, signal });
        const text = await answer.text();
        if (answer.ok && !answer.redirected && !signal.aborted) take(new DOMParser().parseFromString(text, "text/html").body);
      } catch { /* a newer question took its place, or the laptop is out of reach: the page works as without scripts */ }
    }, PAUSE_MS);
  };
}

// Up and down lead through links and buttons; up from the first goes back to the field.
export function walk(event, field, place) {
  if (event.key === "Escape" && place.contains(document.activeElement)) return field.focus();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [...place.querySelectorAll("a.line, .actions a")];
  if (!step || !stops.length) return;
  const row = document.activeElement.closest("li")?.querySelector("a.line") ?? document.activeElement;
  const at = stops.indexOf(row) + step;
  event.preventDefault();
  (at < 0 ? field : stops[Math.min(at, stops.length - 1)]).focus();
}
