// "None" goes with no other answer: a tap on the one lets go of the other, so that nobody is refused for it.

addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked || target.name === "confirmed") return;
  const boxes = [...target.closest("fieldset")?.querySelectorAll(`input[name="${CSS.escape(target.name)}"]`) ?? []];
  if (!boxes.some((box) => box.value === "none")) return;
  for (const box of boxes) if ((box.value === "none") !== (target.value === "none")) box.checked = false;
}, { capture: true });
