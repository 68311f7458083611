// The decoder, started when it is first needed: about 420 kB that the tablet then keeps.

const waiting = new Map();
let worker = null;
let started = null;
let last = 0;

function answer({ data }) {
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.fault) reject(new Error(data.fault));
  else resolve(data.texts);
}

function fail() {
  for (const { reject } of waiting.values()) reject(new Error("the decoder does not start"));
  waiting.clear();
  worker = started = null;
}

function send(message, transfer = []) {
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, ...message }, transfer);
  });
}

// addresses: { worker, engine, wasm }. Called again, it waits for the same start.
export function startEngine({ worker: address, engine, wasm }) {
  if (started) return started;
  worker = new Worker(address);
  worker.addEventListener("message", answer);
  worker.addEventListener("error", fail);
  const absolute = (path) => new URL(path, location.href).href;
  started = send({ engine: absolute(engine), wasm: absolute(wasm) });
  started.catch(() => { started = null; });
  return started;
}

// Promises the texts of the codes in the picture (ImageData); its pixels are given away.
export function decode(picture, { way = "LocalAverage", thorough = false } = {}) {
  const { width, height } = picture;
  return send({ pixels: picture.data.buffer, width, height, way, thorough }, [picture.data.buffer]);
}
