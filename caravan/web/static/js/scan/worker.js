// Decodes pictures beside the page, so that the page stays quick. A classic worker: old tablets know no other.
/* global ZXingWASM */

const WAYS = { LocalAverage: "LocalAverage", GlobalHistogram: "GlobalHistogram" };
const MOST_CODES = 4;

// The engine would fetch its module from elsewhere: the laptop's own address of it is told to it first.
async function start({ engine, wasm }) {
  importScripts(engine);
  await ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
}

async function read({ pixels, width, height, way, thorough }) {
  const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
  const seen = await ZXingWASM.readBarcodes(picture, {
    formats: ["QRCode"], binarizer: WAYS[way], tryHarder: true, tryDenoise: thorough, maxNumberOfSymbols: MOST_CODES, textMode: "Plain",
  });
  return seen.filter(({ isValid, text }) => isValid && text).map(({ text }) => text);
}

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ id: data.id, texts: data.engine ? await start(data) : await read(data) });
  } catch (fault) {
    postMessage({ id: data.id, fault: String(fault) });
  }
});
