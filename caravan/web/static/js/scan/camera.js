// The live camera: opened in place, read frame by frame, paused while nobody sees the page, put to rest after a while.

const WANTED = { video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false };
const LONGER_SIDE = 1280;
const WAYS = ["LocalAverage", "GlobalHistogram"]; // by turns: each finds codes that the other misses
const PAUSE_MS = 60; // between two frames, for the rest of the page
const REST_AFTER_MS = 120_000; // without a code

// Whether the camera opens without a question to the person.
export async function isAllowed() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false;
  }
}

// read(picture, way) promises texts; onTexts(texts) hears those of every frame that has any; onRest when the camera rests.
export class Camera {
  constructor(video, { read, onTexts, onRest }) {
    Object.assign(this, { video, read, onTexts, onRest, stream: null, turn: 0, busyUntil: 0 });
    this.canvas = document.createElement("canvas");
    document.addEventListener("visibilitychange", () => this.onVisibility());
    addEventListener("pagehide", () => this.stop());
  }

  async start() {
    this.isWanted = true;
    const stream = await navigator.mediaDevices.getUserMedia(WANTED);
    if (!this.isWanted || this.stream) return stream.getTracks().forEach((track) => track.stop());
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    this.stay();
    this.look(stream);
  }

  stop() {
    this.isWanted = false;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = null;
  }

  // Puts off the rest: a code was read, or a finger is there.
  stay() {
    this.restAt = performance.now() + REST_AFTER_MS;
  }

  onVisibility() {
    if (document.hidden && this.stream) {
      this.stop();
      this.wasOpen = true;
    } else if (!document.hidden && this.wasOpen) {
      this.wasOpen = false;
      this.start().catch(this.onRest);
    }
  }

  async look(stream) {
    while (this.stream === stream) {
      if (performance.now() > this.restAt) {
        this.stop();
        return this.onRest();
      }
      const picture = this.frame();
      if (picture) {
        this.turn += 1;
        const texts = await this.read(picture, WAYS[this.turn % WAYS.length]).catch(() => []);
        if (this.stream === stream) this.onTexts(texts);
      }
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
  }

  frame() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const scale = Math.min(1, LONGER_SIDE / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return pen.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }

  // The lamp beside the lens, where there is one.
  get hasTorch() {
    return Boolean(this.stream?.getVideoTracks()[0]?.getCapabilities?.().torch);
  }

  async light(isOn) {
    await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: isOn }] });
  }
}
