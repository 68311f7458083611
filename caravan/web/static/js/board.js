// The wall screen: keeps the numbers and the clock up to date, marks the newest calls, and chimes when asked to.

import { watch } from "./poll.js";

const NEW_FOR = 20_000; // ms that a call stays marked
const DAY = 86_400; // seconds
const numbers = document.getElementById("numbers");
const clock = document.getElementById("clock");
const button = document.getElementById("sound");
const heard = new Set();
let chimes = null;

function mark(station) {
  const left = NEW_FOR - Number(station.dataset.ago) * 1000;
  if (left <= 0) return;
  station.classList.add("new");
  setTimeout(() => station.classList.remove("new"), left);
}

function callOf(station) {
  return `${station.dataset.called} ${station.dataset.at}`;
}

function chime() {
  if (!chimes) return;
  for (const [turn, pitch] of [660, 523].entries()) {
    const start = chimes.currentTime + turn * 0.35;
    const tone = new OscillatorNode(chimes, { frequency: pitch });
    const volume = new GainNode(chimes, { gain: 0 });
    volume.gain.setValueAtTime(0.4, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    tone.connect(volume).connect(chimes.destination);
    tone.start(start);
    tone.stop(start + 0.6);
  }
}

function look({ isFirst = false } = {}) {
  const called = [...numbers.querySelectorAll("[data-called]")];
  called.forEach(mark);
  if (!isFirst && called.some((station) => !heard.has(callOf(station)))) chime();
  heard.clear();
  for (const station of called) heard.add(callOf(station));
}

function keepTime() {
  const began = Date.now() - Number(clock.dataset.seconds) * 1000;
  setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000) % DAY;
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    clock.textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
  }, 1000);
}

function switchSound() {
  if (chimes) chimes.close();
  chimes = chimes ? null : new AudioContext();
  button.setAttribute("aria-pressed", String(Boolean(chimes)));
  chime();
}

button.hidden = !("AudioContext" in window);
button.addEventListener("click", switchSound);
numbers.addEventListener("renewed", () => look());
look({ isFirst: true });
keepTime();
watch(numbers, numbers.dataset.from, { every: Number(numbers.dataset.every) });
