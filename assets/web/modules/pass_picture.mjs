// The pass as one picture for the phone's album: white, large, with what it is for.
const kSize = { width: 1080, height: 1500 };
const kCode = { size: 800, top: 330 };

function load(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('picture'));
    image.src = address;
  });
}

// Shrinks a line until it fits; names of campaigns are as long as they are.
function line(context, words, y, { size, weight = 400, colour }) {
  const family = getComputedStyle(document.body).fontFamily;
  let pixels = size;
  do {
    context.font = `${weight} ${pixels}px ${family}`;
    pixels -= 2;
  } while (context.measureText(words).width > kSize.width - 120 && pixels > 20);
  context.fillStyle = colour;
  context.fillText(words, kSize.width / 2, y);
}

// words: { campaign, who, valid }. Resolves to a PNG blob.
export async function passPicture(pass, words) {
  const code = await load(`data:image/png;base64,${pass.png_base64}`);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, kSize);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, kSize.width, kSize.height);
  const head = context.createLinearGradient(0, 0, kSize.width, 240);
  head.addColorStop(0, '#10235a');
  head.addColorStop(1, '#128f8c');
  context.fillStyle = head;
  context.fillRect(0, 0, kSize.width, 240);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  line(context, words.campaign, 122, { size: 58, weight: 700, colour: '#ffffff' });
  context.imageSmoothingEnabled = false;
  context.drawImage(code, (kSize.width - kCode.size) / 2, kCode.top, kCode.size, kCode.size);
  line(context, words.who, 1230, { size: 60, weight: 700, colour: '#0f1f3d' });
  line(context, words.valid, 1310, { size: 38, colour: '#4a5872' });
  line(context, pass.pass.replace(/(.{4})(?=.)/g, '$1 '), 1410, { size: 30, colour: '#4a5872' });
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
