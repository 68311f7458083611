// Teeth under the arrow keys: one of them can be reached by Tab, the others from it, as they lie on the screen.

const middle = (tooth) => {
  const { left, right, top, bottom } = tooth.getBoundingClientRect();
  return [(left + right) / 2, (top + bottom) / 2];
};
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ASIDE = 3; // a tooth in the same row or column is nearer than one that lies askew

export const shownTeeth = (mouth) => [...mouth.querySelectorAll(".tooth")].filter((tooth) => tooth.offsetParent);

export function focusTooth(mouth, tooth) {
  for (const other of mouth.querySelectorAll(".tooth[tabindex='0']")) other.tabIndex = -1;
  if (!tooth) return;
  tooth.tabIndex = 0;
  tooth.focus();
}

// The first tooth that is shown can be reached by Tab.
export function openToTab(mouth) {
  const teeth = shownTeeth(mouth), now = teeth.find((tooth) => tooth.tabIndex === 0) ?? teeth[0];
  for (const tooth of mouth.querySelectorAll(".tooth")) tooth.tabIndex = tooth === now ? 0 : -1;
}

export function nextTooth(mouth, tooth) {
  const teeth = shownTeeth(mouth);
  return teeth[teeth.indexOf(tooth) + 1] ?? tooth;
}

// Take an arrow key; tells whether it was one.
export function moveByKey(mouth, tooth, key) {
  const way = WAYS[key];
  if (!way) return false;
  focusTooth(mouth, nearest(shownTeeth(mouth), tooth, way) ?? tooth);
  return true;
}

function nearest(teeth, from, [across, down]) {
  const [x, y] = middle(from);
  let best, least = Infinity;
  for (const tooth of teeth) {
    const [dx, dy] = [middle(tooth)[0] - x, middle(tooth)[1] - y];
    const ahead = dx * across + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * across);
    if (ahead > 4 && ahead + ASIDE * aside < least) [best, least] = [tooth, ahead + ASIDE * aside];
  }
  return best;
}
