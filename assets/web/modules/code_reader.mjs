// Reads QR codes in pictures and in what the phone's camera sees. The reader is WebAssembly of
// ours: CODE_READER_WASM is its address, put in by bundle.mjs.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const kFrameWidthMax = 1280;
const kPhotoSideMax = 2400;
const kBetweenFramesMs = 60;

prepareZXingModule({ overrides: { locateFile: () => CODE_READER_WASM } });

const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d', { willReadFrequently: true });

function pixelsOf(source, width, height, sideMax) {
  const scale = Math.min(1, sideMax / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

async function textsIn(pixels, thoroughly) {
  const found = await readBarcodes(pixels, {
    formats: ['QRCode'], tryHarder: thoroughly, tryDownscale: thoroughly, tryInvert: false,
    maxNumberOfSymbols: thoroughly ? 8 : 1,
  });
  return found.filter((code) => code.isValid).map((code) => code.text);
}

// The texts of the codes in a photo; throws where it is no picture.
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  try {
    return await textsIn(pixelsOf(picture, picture.width, picture.height, kPhotoSideMax), true);
  } finally {
    picture.close();
  }
}

// Shows what the camera sees in `video` and gives each text to `onText` until the function that it
// resolves to is called; throws where there is no camera or it is forbidden.
export async function watchCamera(video, onText) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
  let going = true;
  const stop = () => {
    going = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  const look = async () => {
    if (!going) return;
    if (video.videoWidth > 0) {
      const pixels = pixelsOf(video, video.videoWidth, video.videoHeight, kFrameWidthMax);
      try {
        for (const text of await textsIn(pixels, false)) onText(text);
      } catch {
        // One frame that could not be read: the next one may.
      }
    }
    if (going) setTimeout(look, kBetweenFramesMs);
  };
  look();
  return stop;
}
