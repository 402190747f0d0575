// What a display shows, read by a client of its own over one connection that stays open: a look takes
// milliseconds, where starting a program for each took more time than all that the tests wait for.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';

/** `display` is ":N", of this machine, without a password; its pixels are four bytes wide. */
export async function screen_pixels(workspace, display) {
  const connection = connect(`/tmp/.X11-unix/X${Number(display.slice(1))}`);
  connection.on('error', () => {});  // the waiting reader says it
  workspace.before_removal(() => connection.destroy());
  const read = reader_of(connection);
  connection.write(Buffer.from([kLittleEndian, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const head = await read(8);
  const setup = await read(head.readUInt16LE(6) * 4);
  assert.equal(head[0], kReply, `the display lets nobody in: ${setup}`);
  const root = root_window(setup);

  const read_area = async ({ x, y, width, height }) => {
    const request = Buffer.alloc(20);
    request[0] = kGetImage;
    request[1] = kZPixmap;
    request.writeUInt16LE(request.length / 4, 2);
    request.writeUInt32LE(root, 4);
    [x, y, width, height].forEach((value, index) => request.writeUInt16LE(value, 8 + 2 * index));
    request.writeUInt32LE(0xffffffff, 16);  // every plane
    connection.write(request);
    let answer = await read(kMessageBytes);
    while (answer[0] > kReply) answer = await read(kMessageBytes);  // an event that nobody asked for
    assert.equal(answer[0], kReply, `the display shows nothing at ${x}, ${y}: error ${answer[1]}`);
    const pixels = await read(answer.readUInt32LE(4) * 4);
    assert.equal(pixels.length, width * height * kPixelBytes);
    return pixels;
  };
  // One after the other: the answers come in the order of the requests.
  let last = Promise.resolve();
  const pixels_of = (area) => {
    last = last.then(() => read_area(area));
    return last;
  };
  return {
    /** Blue, green, red and a byte that means nothing, row by row. `area` is {x, y, width, height}. */
    pixels_of,
    /** A digest of what an area shows. */
    look: async (area) => digest_of(await pixels_of(area)),
    /** A digest of what the whole display shows outside of an area. */
    look_beside: async ({ x, y, width, height }, display_size) => {
      const pixels = await pixels_of({ x: 0, y: 0, ...display_size });
      const end = Math.min(x + width, display_size.width);
      for (let row = Math.max(y, 0); row < Math.min(y + height, display_size.height); ++row) {
        const first = row * display_size.width;
        pixels.fill(0, (first + Math.max(x, 0)) * kPixelBytes, (first + end) * kPixelBytes);
      }
      return digest_of(pixels);
    },
  };
}

const digest_of = (pixels) => createHash('sha1').update(pixels).digest('base64');

const kLittleEndian = 0x6c;
const kGetImage = 73;
const kZPixmap = 2;
const kPixelBytes = 4;
const kReply = 1;  // also of the first answer: success; an error is 0
const kMessageBytes = 32;

/** The window of the first screen, behind the maker's name and the formats of pixels. */
function root_window(setup) {
  const vendor_bytes = setup.readUInt16LE(16);
  const formats = setup[21];
  return setup.readUInt32LE(32 + Math.ceil(vendor_bytes / 4) * 4 + formats * 8);
}

/** Gives so many bytes of a connection, when they are there. */
function reader_of(connection) {
  let parts = [];
  let bytes = 0;
  let wanted = null;
  const give = () => {
    if (!wanted || bytes < wanted.length) return;
    const all = Buffer.concat(parts);
    const { length, resolve } = wanted;
    wanted = null;
    parts = [all.subarray(length)];
    bytes = all.length - length;
    resolve(all.subarray(0, length));
  };
  let ended = false;
  connection.on('data', (part) => {
    parts.push(part);
    bytes += part.length;
    give();
  });
  connection.on('close', () => {
    ended = true;
    wanted?.reject(new Error('the display went away'));
  });
  return (length) => new Promise((resolve, reject) => {
    if (ended) return reject(new Error('the display went away'));
    wanted = { length, resolve, reject };
    give();
  });
}
