// A hand before the kiosk's window: it taps what the gallery has in its pictures of the same size,
// and waits until the screen answers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { output_of, pause, within } from './programs.mjs';
import { screen_pixels } from './screen_pixels.mjs';

const kTitle = { x: 0, y: 0, width: 600, height: 100 };  // of the staff's pages
export const kPinDots = { x: 30, y: 270, width: 600, height: 90 };  // of a PIN, typed or being checked
const kBareDeviation = 0.05;  // of the light where nothing is drawn
const kLookEveryMs = 20;
const kShadow = 16;  // pixels around what a finger holds down that look otherwise meanwhile
// What was asked of the ledger may still be on its way; on a busy machine a look takes longer, too.
const kStillMs = 150;
const kStillLooks = 5;

/** `touch` is a touch_display of this size; the window is in Chinese. */
export async function screen_hand(workspace, touch, width, height) {
  const places = JSON.parse(await output_of(join(process.env.KEQIAN_BINARIES, 'gallery'),
                                            ['--targets', `${width}x${height}`, 'zh']));
  const environment = { env: { ...process.env, DISPLAY: touch.name } };
  const screen = await screen_pixels(workspace, touch.name);

  /** A digest of what a part of the screen shows. */
  const look = (area = { x: 0, y: 0, width, height }) => screen.look(area);
  const place_of = (example, id) => {
    const place = places[example]?.[id];
    assert.ok(place, `${id} is on the screen of ${example}`);
    return place;
  };
  const tap = (example, id) => {
    const place = place_of(example, id);
    return touch.tap(place.x + place.width / 2, place.y + place.height / 2);
  };
  // What is there at rest only: elsewhere its place is bare, or another page's.
  const rest_only = grown(place_of('welcome', 'accessibility'), -kShadow);
  // Until it looks otherwise than before, and wholly: a picture reaches the display in pieces.
  const changes = async (what, before, look_again) => {
    let last = before;
    await within(15, `the screen answers ${what}`, async () => {
      const now = await look_again();
      const is_whole = now !== before && now === last;
      last = now;
      return is_whole;
    }, { every_ms: kLookEveryMs });
  };
  const settle = async () => {
    let before;
    let since;
    let looks;
    await within(15, 'the screen stands still', async () => {
      const now = await look();
      if (now !== before) [before, since, looks] = [now, performance.now(), 0];
      looks += 1;
      return looks > kStillLooks && performance.now() - since >= kStillMs;
    }, { every_ms: kLookEveryMs });
  };
  const type_pin = async (example, digits) => {
    for (const digit of digits.slice(0, -1)) {
      const before = await look(kPinDots);
      await tap(example, `pin_key.${digit}`);
      await changes('a digit', before, () => look(kPinDots));
    }
    await tap(example, `pin_key.${digits.at(-1)}`);
  };

  return {
    places,
    look,
    settle,
    type_pin,
    /** Until the welcome is back; with a camera it never stands still. */
    at_rest: () => within(20, 'the welcome is back',
                          async () => deviation_of(await screen.pixels_of(rest_only)) > kBareDeviation),
    /** To the staff's pages, or to their PIN. */
    enter: async () => {
      const before = await look(rest_only);
      await tap('welcome', 'staff');
      await changes('welcome, staff', before, () => look(rest_only));
      await settle();
    },
    /** A tap on what is there in a picture of the gallery. */
    press: async (example, id) => {
      await tap(example, id);
      await pause(120);
    },
    /** A tap that leads to another page; until that stands still. */
    go: async (example, id) => {
      const look_beside = () => screen.look_beside(grown(place_of(example, id), kShadow), { width, height });
      const before = await look_beside();
      await tap(example, id);
      await changes(`${example}, ${id}`, before, look_beside);
      await settle();
    },
    pin: async (example, digits) => {
      const before = await look(kTitle);
      await type_pin(example, digits);
      await changes('a PIN', before, () => look(kTitle));
      await settle();
    },
    /** The screen as a picture in a file, in the form that its name says. */
    picture: (path) => output_of('import', ['-window', 'root', '-quality', '95', path], environment),
  };
}

/** A place in whole pixels, with so many more at each side. */
function grown({ x, y, width, height }, more) {
  const [left, top] = [Math.floor(x) - more, Math.floor(y) - more];
  return { x: left, y: top, width: Math.ceil(width) + 2 * more, height: Math.ceil(height) + 2 * more };
}

/** How far the light of pixels lies apart, 0–1. */
function deviation_of(pixels) {
  const lights = [];
  for (let at = 0; at < pixels.length; at += 4) {
    lights.push((pixels[at] + pixels[at + 1] + pixels[at + 2]) / 3 / 255);
  }
  const mean = lights.reduce((sum, light) => sum + light, 0) / lights.length;
  return Math.sqrt(lights.reduce((sum, light) => sum + (light - mean) ** 2, 0) / lights.length);
}
