// A photo of a card: read on the tablet when it can, made smaller and read by the laptop otherwise.

const SIDES = [1600, 3200]; // longer side in pixels: quick, then for a small card in a large photo
const LOOKS = [{}, { way: "GlobalHistogram" }, { thorough: true }];
const AS_IT_IS = 2_000_000; // bytes; a larger photo is sent smaller
const QUALITY = 0.85;

function draw(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// Promises the picture of a file, or null when the tablet cannot draw it (no photo, a kind it does not know).
export const openPhoto = (file) => createImageBitmap(file).catch(() => null);

// Promises the texts of the codes in a picture, as decode() reads them; none when it has none.
export async function readPhoto(picture, decode) {
  try {
    for (const side of SIDES) {
      const canvas = draw(picture, side);
      for (const look of LOOKS) {
        const texts = await decode(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), look);
        if (texts.length) return texts;
      }
      if (Math.max(picture.width, picture.height) <= side) break;
    }
  } catch {
    // the decoder fails here: the laptop's may not
  }
  return [];
}

// Promises what is sent to the laptop: the file, or a smaller picture of it.
export async function toSend(file, picture) {
  if (!picture || file.size <= AS_IT_IS) return file;
  const small = await new Promise((done) => draw(picture, SIDES[1]).toBlob(done, "image/jpeg", QUALITY));
  return small ?? file;
}
