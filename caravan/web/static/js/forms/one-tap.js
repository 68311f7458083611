// A group answered by one tap: the questions behind it take its answers, a second tap clears them. They show themselves
// only when what they hold is none of the taps, or is refused.

function answerAtOnce(box) {
  const taps = box.querySelector("[data-taps]"), apart = box.querySelector("[data-apart]");
  const buttons = [...taps.querySelectorAll("[data-answers]")].map((one) => [one, JSON.parse(one.dataset.answers)]);
  const radios = (name) => [...apart.querySelectorAll(`input[name="${CSS.escape(name)}"]`)];
  const held = (name) => radios(name).find((radio) => radio.checked)?.value ?? "";
  const names = Object.keys(Object.assign({}, ...buttons.map(([, answers]) => answers)));
  const isGiven = (answers) => names.every((name) => held(name) === (answers[name] ?? ""));
  const choose = (name, value) => {
    const radio = radios(name).find((one) => one.value === value);
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = () => {
    for (const [one, answers] of buttons) one.setAttribute("aria-pressed", String(isGiven(answers)));
    const isStarted = names.some(held), isOne = buttons.some(([, answers]) => isGiven(answers));
    apart.hidden = (!isStarted || isOne) && !apart.querySelector(".error, .ask");
  };
  for (const [one, answers] of buttons) {
    one.addEventListener("click", () => {
      const wanted = isGiven(answers) ? {} : answers;
      for (const name of names) choose(name, wanted[name] ?? "");
      mark();
    });
  }
  for (const kind of ["change", "input"]) box.closest("form")?.addEventListener(kind, mark);
  taps.hidden = false;
  mark();
}

document.querySelectorAll("[data-one-tap]").forEach(answerAtOnce);
