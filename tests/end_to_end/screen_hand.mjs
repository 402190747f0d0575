// A hand before the kiosk's window: it taps what the gallery has in its pictures of the same size,
// and waits until the screen answers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { output_of, pause, within } from './programs.mjs';

const kTitle = '600x100+0+0';  // of the staff's pages
export const kPinDots = '600x90+30+270';  // filled by what is typed, and while it is checked

/** `touch` is a touch_display of this size; the window is in Chinese. */
export async function screen_hand(touch, width, height) {
  const places = JSON.parse(await output_of(join(process.env.KEQIAN_BINARIES, 'gallery'),
                                            ['--targets', `${width}x${height}`, 'zh']));
  const environment = { env: { ...process.env, DISPLAY: touch.name } };

  /** A digest of what a part of the screen shows. */
  const look = (area = `${width}x${height}+0+0`) =>
    output_of('import', ['-window', 'root', '-crop', area, '-format', '%#', 'info:-'], environment);
  const tap = (example, id) => {
    const place = places[example]?.[id];
    assert.ok(place, `${id} is on the screen of ${example}`);
    return touch.tap(place.x + place.width / 2, place.y + place.height / 2);
  };
  const changes = (what, before, area) =>
    within(15, `the screen answers ${what}`, async () => (await look(area)) !== before);
  const settle = async () => {
    let before = await look();
    await within(15, 'the screen stands still', async () => {
      const now = await look();
      const still = now === before;
      before = now;
      return still;
    });
  };
  const type_pin = async (example, digits) => {
    for (const digit of digits.slice(0, -1)) {
      const before = await look(kPinDots);
      await tap(example, `pin_key.${digit}`);
      await changes('a digit', before, kPinDots);
    }
    await tap(example, `pin_key.${digits.at(-1)}`);
  };

  return {
    places,
    look,
    settle,
    type_pin,
    /** A tap on what is there in a picture of the gallery. */
    press: async (example, id) => {
      await tap(example, id);
      await pause(120);
    },
    /** A tap that leads to another page; until that stands still. */
    go: async (example, id) => {
      const before = await look();
      await tap(example, id);
      await changes(`${example}, ${id}`, before);
      await settle();
    },
    pin: async (example, digits) => {
      const before = await look(kTitle);
      await type_pin(example, digits);
      await changes('a PIN', before, kTitle);
      await settle();
    },
    /** The screen as a picture in a file, in the form that its name says. */
    picture: (path) => output_of('import', ['-window', 'root', '-quality', '95', path], environment),
  };
}
