// A virtual display with a real touch screen and keyboard: Xorg with its dummy video and inputtest
// drivers. Touches travel the way a finger's do, through the server's touch events and the pointer
// emulation that GLFW sees; xdotool, which moves a pointer, does not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { pause, start, within } from './programs.mjs';

const kXorg = '/usr/lib/xorg/Xorg';
const kDummy = '/usr/lib/xorg/modules/drivers/dummy_drv.so';
export const without_touch_screen =
  existsSync(kXorg) && existsSync(kDummy) ? false : 'xserver-xorg-video-dummy is not installed';

/** Starts the display: {name: ":N", tap, drag, type, close}. Places are pixels of the screen. */
export async function touch_display(workspace, width, height) {
  const configuration = workspace.path('xorg.conf');
  const sockets = { touch: workspace.path('touch.socket'), keys: workspace.path('keys.socket') };
  writeFileSync(configuration, xorg_configuration(width, height, sockets));
  const server = start(workspace, kXorg, [
    '-displayfd', '1', '-config', configuration, '-logfile', workspace.path('xorg.log'),
    '-noreset', '-nolisten', 'tcp', '-novtswitch', '-sharevts', '-keeptty', 'vt7',
  ]);
  const number = await within(30, 'the touch display is there', () => {
    assert.ok(server.is_running(), `Xorg ended: ${server.diagnostics()}`);
    return server.lines.find((line) => /^\d+$/.test(line));
  });
  const touch = await open_device(sockets.touch);
  const keys = await open_device(sockets.keys);
  const finger = (type, x, y) => touch.send(touch_event(type, x / width, y / height));
  return {
    name: `:${number}`,
    /** A finger down and up again, as long as a person's tap. */
    tap: async (x, y, { held_ms = 60 } = {}) => {
      await finger(kTouchBegin, x, y);
      await pause(held_ms);
      await finger(kTouchEnd, x, y);
    },
    /** A finger that moves from one place to another in `steps`. */
    drag: async (from, to, { steps = 12, step_ms = 16 } = {}) => {
      await finger(kTouchBegin, from.x, from.y);
      for (let step = 1; step <= steps; ++step) {
        const share = step / steps;
        await pause(step_ms);
        await finger(kTouchUpdate, from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
      }
      await finger(kTouchEnd, to.x, to.y);
    },
    /** Presses and releases keys by their X key codes, as a keyboard-wedge scanner does. */
    type: async (key_codes) => {
      for (const code of key_codes) {
        await keys.send(key_event(code, true));
        await keys.send(key_event(code, false));
      }
    },
    close: () => {
      touch.close();
      keys.close();
      return server.kill();
    },
  };
}

function xorg_configuration(width, height, sockets) {
  const input = (name, type, socket) => `
Section "InputDevice"
  Identifier "${name}"
  Driver "inputtest"
  Option "DeviceType" "${type}"
  Option "SocketPath" "${socket}"
  ${type === 'Touch' ? 'Option "TouchCount" "2"' : ''}
EndSection`;
  // The timing is made up: nothing is shown on any tube.
  const timing = [width, width + 72, width + 200, width + 400, height, height + 3, height + 6, height + 31];
  return `
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0 - 1000.0
  VertRefresh 5.0 - 200.0
  Modeline "screen" 160 ${timing.join(' ')}
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "screen"
    Virtual ${width} ${height}
  EndSubSection
EndSection${input('touch', 'Touch', sockets.touch)}${input('keys', 'Keyboard', sockets.keys)}
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "touch"
  InputDevice "keys" "CoreKeyboard"
EndSection
`;
}

// ---- The driver's protocol: inputtest(4) ---------------------------------------------------------

const kClientVersion = 0;
const kWaitForSync = 1;
const kKey = 5;
const kTouch = 6;
const kTouchBegin = 18;  // of XI2
const kTouchUpdate = 19;
const kTouchEnd = 20;
const kValuatorsMax = 64;
const kAxisMax = 0xffff;

function event(type, length) {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(length, 0);
  bytes.writeInt32LE(type, 4);
  return bytes;
}

/** `x` and `y` are shares of the screen, 0–1. */
function touch_event(touch_type, x, y) {
  const kValuators = 16;
  const kMask = kValuators + 4;
  const kValues = kValuators + 16;
  const bytes = event(kTouch, kValues + 2 * kValuatorsMax * 8);
  bytes.writeUInt32LE(0, 8);
  bytes.writeUInt32LE(touch_type, 12);
  bytes.writeUInt8(0b11, kMask);
  bytes.writeDoubleLE(x * kAxisMax, kValues);
  bytes.writeDoubleLE(y * kAxisMax, kValues + 8);
  return bytes;
}

function key_event(code, pressed) {
  const bytes = event(kKey, 16);
  bytes.writeInt32LE(code, 8);
  bytes.writeUInt32LE(pressed ? 1 : 0, 12);
  return bytes;
}

/** One connection for the device's life; `send` returns when the server has dealt with the event. */
async function open_device(socket) {
  const connection = connect(socket);
  await once(connection, 'connect');
  const answer = () => once(connection, 'data');
  const version = event(kClientVersion, 12);
  version.writeUInt16LE(1, 8);
  version.writeUInt16LE(0, 10);
  let last = exchange(version);
  await last;

  function exchange(bytes) {
    const answered = answer();
    connection.write(bytes);
    return answered;
  }
  return {
    send: (bytes) => {
      last = last.then(() => {
        connection.write(bytes);
        return exchange(event(kWaitForSync, 8));
      });
      return last;
    },
    close: () => connection.destroy(),
  };
}
