// What a scan sounds and feels like: each outcome its own, so that nobody needs to look up. Kept silent per tablet.

const MUTED = "scan.muted";
const LOUDNESS = 0.25;
const GAP_MS = 40;
// Tones as [hertz, milliseconds], and how the tablet shakes: rising is good, level is "look", falling is "stop".
const RISING = { tones: [[880, 90], [1320, 120]], shake: [60] };
const TWICE = { tones: [[880, 110], [880, 110]], shake: [50, 60, 50] };
const LEVEL = { tones: [[620, 160], [620, 160], [620, 160]], shake: [80, 60, 80, 60, 80] };
const FALLING = { tones: [[520, 180], [330, 260]], shake: [250] };
const DEEP = { tones: [[300, 260], [220, 420]], shake: [400, 80, 400] };
const SHORT = { tones: [[440, 220]], shake: [150] };
const SIGNALS = {
  open: RISING, done: TWICE, here: TWICE, unsaved: TWICE, other_caravan: LEVEL, unbound: { tones: [[620, 140], [780, 140], [620, 140]], shake: [80, 60, 80] },
  unknown: FALLING, foreign: SHORT, old_sheet: { tones: [[500, 120], [400, 120], [500, 120]], shake: [40, 40, 40, 40, 40] }, lost: DEEP, taken: DEEP, two_cards: LEVEL,
};

let context = null;

export const isMuted = () => localStorage.getItem(MUTED) === "yes";

export function mute(isOff) {
  localStorage.setItem(MUTED, isOff ? "yes" : "no");
}

function play(tones) {
  context ??= new AudioContext();
  context.resume();
  let at = context.currentTime + 0.01;
  for (const [hertz, ms] of tones) {
    const tone = context.createOscillator(), level = context.createGain();
    tone.frequency.value = hertz;
    level.gain.setValueAtTime(LOUDNESS, at);
    level.gain.exponentialRampToValueAtTime(0.001, at + ms / 1000);
    tone.connect(level).connect(context.destination);
    tone.start(at);
    tone.stop(at + ms / 1000);
    at += (ms + GAP_MS) / 1000;
  }
}

// Sounds and shakes for a state; what has no signal of its own is a refusal.
export function signal(state) {
  const { tones, shake } = SIGNALS[state] ?? FALLING;
  document.dispatchEvent(new CustomEvent("scan-signal", { detail: { state, tones, shake, isMuted: isMuted() } }));
  if (isMuted()) return;
  try {
    play(tones);
  } catch {
    // no sound on this tablet: the colour and the words say it
  }
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(shake);
}
