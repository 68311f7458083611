// The scanner of a page: camera, photo and typed code lead to the same question, and the laptop's answer is shown in place.
// What a camera or a photo needs comes when it is needed: most pages are left without it.

import { cardOf } from "./codes.js";
import { isMuted, mute, signal } from "./signals.js";
import { listenForReader } from "./wedge.js";

const KEPT = "scan.camera"; // whether this tablet keeps its camera open between cards
const GONE_MS = 1500; // a card that was out of the picture so long, and comes back, is a new scan
const PATIENCE_MS = 8000;
const canDecode = typeof WebAssembly === "object" && typeof Worker === "function";
const hasCamera = Boolean(isSecureContext && navigator.mediaDevices?.getUserMedia);

class Scanner {
  constructor(root) {
    this.root = root;
    this.stage = this.part("stage");
    this.field = root.parentElement.querySelector("form.scan input:not([type=hidden])");
    this.seen = { key: "", at: 0 };
    this.connect();
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  connect() {
    const canScan = hasCamera && canDecode;
    this.part("open").hidden = !canScan;
    this.part("no-camera").hidden = canScan;
    if (!canScan) this.root.querySelector(".snap .btn").classList.remove("quiet");
    this.root.classList.add("live");
    this.part("open").addEventListener("click", () => this.openCamera(true));
    this.part("close").addEventListener("click", () => this.closeCamera());
    this.part("wake").addEventListener("click", () => this.openCamera(true));
    this.part("torch").addEventListener("click", () => this.light());
    this.part("photo").addEventListener("change", ({ target }) => this.takePhoto(target));
    this.part("mute").hidden = false;
    this.part("mute").addEventListener("click", () => this.showMute(!isMuted()));
    this.showMute(isMuted());
    const shown = this.part("seen").querySelector("[data-state]");
    if (shown) signal(shown.dataset.state);
    const chosen = this.part("photo").querySelector("input[type=file]");
    if (chosen.files.length) this.takePhoto(chosen); // chosen before this script came
    if (canScan && "auto" in this.root.dataset) this.openAsBefore();
  }

  showMute(isOff) {
    mute(isOff);
    this.part("mute").setAttribute("aria-pressed", String(isOff));
  }

  // Promises the decoder, started; null on a tablet that cannot run it.
  async engine() {
    if (!canDecode) return null;
    const { decode, startEngine } = await import("./engine.js");
    await startEngine(this.root.dataset);
    return decode;
  }

  // The camera.

  async openAsBefore() {
    if (localStorage.getItem(KEPT) !== "open") return;
    const { isAllowed } = await import("./camera.js");
    if (await isAllowed()) {
      this.isFirst = true; // the card that was just saved often still lies before the camera: no noise about it
      this.openCamera(false);
    }
  }

  async openCamera(isAsked) {
    if (isAsked) localStorage.setItem(KEPT, "open");
    this.showStage("wait");
    try {
      const engine = this.engine(); // both start at once
      this.camera ??= await this.newCamera(engine);
      await Promise.all([engine, this.camera.start()]);
      this.showStage("live");
    } catch (fault) {
      this.camera?.stop();
      this.camera = null; // the next tap begins anew, decoder and all
      this.showStage("");
      this.tell(fault.name === "NotAllowedError" ? "refused_camera" : "no_camera");
    }
  }

  async newCamera(engine) {
    const { Camera } = await import("./camera.js");
    return new Camera(this.stage.querySelector("video"), {
      read: async (picture, way) => (await engine)(picture, { way }),
      onTexts: (texts) => this.onTexts(texts),
      onRest: () => this.showStage("rest"),
    });
  }

  closeCamera() {
    localStorage.setItem(KEPT, "closed");
    this.camera?.stop();
    this.showStage("");
    this.field?.focus();
  }

  showStage(state) {
    this.stage.hidden = !state;
    this.part("open").hidden = Boolean(state);
    for (const name of ["wait", "rest"]) this.part(name).hidden = state !== name;
    this.part("torch").hidden = state !== "live" || !this.camera?.hasTorch;
    this.stage.dataset.stage = state;
  }

  async light() {
    const isOn = this.part("torch").getAttribute("aria-pressed") !== "true";
    await this.camera.light(isOn);
    this.part("torch").setAttribute("aria-pressed", String(isOn));
  }

  // What the camera sees again and again is asked about once.
  onTexts(texts) {
    if (!texts.length) return;
    const now = performance.now(), key = [...texts].sort().join("\n");
    const isNew = key !== this.seen.key || now - this.seen.at > GONE_MS;
    this.seen = { key, at: now };
    if (!isNew || this.isAsking) return;
    this.camera.stay();
    this.ask(texts);
  }

  // The photo.

  async takePhoto(input) {
    const [file] = input.files;
    if (!file) return;
    this.show(this.words(".waiting"));
    const { openPhoto, readPhoto, toSend } = await import("./photos.js");
    const picture = await openPhoto(file);
    const decode = picture && (await this.engine().catch(() => null)); // where it does not start, the laptop's does
    const texts = decode ? await readPhoto(picture, decode) : [];
    if (texts.length) await this.ask(texts);
    else await this.send(await toSend(file, picture));
    input.value = "";
  }

  async send(photo) {
    const form = this.part("photo"), body = new FormData(form);
    body.set("photo", photo, "photo.jpg");
    await this.answer(form.action, { method: "POST", body, headers: { "X-Scanner": "photo" } });
  }

  // The question and its answer.

  async ask(texts) {
    if (this.root.dataset.scanner === "look" && texts.some(cardOf)) return this.give(texts.find(cardOf));
    const address = new URL(this.root.dataset.ask, location.href);
    for (const text of texts) address.searchParams.append("code", text.slice(0, 200));
    await this.answer(address, {}, texts.map(cardOf).find(Boolean));
  }

  // Over https the tablet has the forms of its stations itself, and opens one while the laptop is away.
  goAlone(code) {
    const isReady = code && this.root.dataset.scanner === "station" && navigator.serviceWorker?.controller;
    if (!isReady) return this.tell("offline");
    const form = new URL(this.root.dataset.ask, location.href).searchParams.get("form") ?? "";
    return this.go(`/q?${new URLSearchParams({ code, form })}`);
  }

  async answer(address, options = {}, code = null) {
    this.isAsking = true;
    const patience = new AbortController(), bell = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(address, { ...options, signal: patience.signal });
      if (answer.redirected) return location.reload(); // signed out: the page itself leads to the login
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const box = page.querySelector("[data-state]");
      if (box) this.take(document.adoptNode(box));
      else this.tell("offline");
    } catch {
      this.goAlone(code);
    } finally {
      clearTimeout(bell);
      this.isAsking = false;
    }
  }

  take(box) {
    const { state, code, goesTo } = box.dataset;
    if (this.root.dataset.scanner === "look" && code) return this.give(code);
    const isHere = goesTo && new URL(goesTo, location.href).pathname === location.pathname;
    if (isHere) return this.tell("here");
    const isJustSaved = this.isFirst && state === "done";
    this.isFirst = false;
    if (isJustSaved) return this.show(box, { isCalm: true });
    signal(state);
    this.show(box);
    if (this.root.dataset.scanner === "bind" && state === "open") return this.give(code);
    if (state === "done" && this.camera?.stream) return; // the camera may have seen it by chance: a tap opens it
    if (goesTo) this.go(goesTo);
  }

  // A card to give is put into its field and sent as if it had been typed.
  give(code) {
    this.field.value = code;
    this.field.form.requestSubmit();
  }

  go(address) {
    if (hasUnsaved()) return this.tell("unsaved", address);
    location.assign(address);
  }

  // What the page says.

  show(box, { isCalm = false } = {}) {
    this.root.closest("details")?.setAttribute("open", "");
    this.part("seen").replaceChildren(box);
    if (!isCalm) box.scrollIntoView({ block: "nearest" });
  }

  words(selector) {
    return this.root.querySelector("template").content.querySelector(selector).cloneNode(true);
  }

  tell(state, address = "") {
    const box = this.words(`[data-state=${state}]`);
    if (address) {
      const way = this.words(".wrap");
      way.querySelector("a").href = address;
      box.lastElementChild.append(way);
    }
    signal(state);
    this.show(box);
  }
}

// Whether a form of this page holds answers that nobody has saved.
function hasUnsaved() {
  if (document.querySelector("form[data-once] [aria-invalid=true]")) return true; // refused, and as it was sent
  return [...document.querySelectorAll("form[data-once]")].some((form) => [...form.elements].some(isChanged));
}

function isChanged(field) {
  if (!field.name || ["hidden", "submit", "button"].includes(field.type)) return false;
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0] !== firstChosen(field);
  return field.value !== field.defaultValue;
}

// A list that the page chose nothing in stands on its first line.
function firstChosen({ options }) {
  return [...options].find((option) => option.defaultSelected) ?? options[0];
}

const scanners = [...document.querySelectorAll("[data-scanner]")].map((root) => new Scanner(root));
const main = scanners[0];

// A code typed into the field goes the way of every form; with answers unsaved, the page asks first.
main.field?.form.addEventListener("submit", (event) => {
  if (main.root.dataset.scanner !== "station" || !hasUnsaved()) return;
  event.preventDefault();
  main.ask([main.field.value]);
});
listenForReader((text, field) => {
  if (field === main.field && cardOf(field.value)) return false; // it stands in its field already: Enter sends it
  if (["bind", "look"].includes(main.root.dataset.scanner)) main.give(text);
  else main.ask([text]);
  return true;
});
