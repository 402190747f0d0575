// What may lie between a kiosk and its bureau. A proxy on loopback passes bytes on until it is told
// to behave otherwise; it knows TCP and as much of HTTP as a captive portal does.
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Listens until the workspace is removed. `behave` takes over each connection after it is set. */
export async function misbehaving_proxy(workspace, bureau_port) {
  const sockets = new Set();
  const remember = (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const proxy = {
    bureau_port,
    behave: pass_on,
    /** Another connection to the bureau. */
    reach_bureau: () => remember(connect(proxy.bureau_port, '127.0.0.1')),
  };
  const server = createServer((client) => proxy.behave(remember(client), proxy));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.port = server.address().port;
  proxy.url = `http://127.0.0.1:${proxy.port}`;
  workspace.before_removal(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return proxy;
}

export function pass_on(client, proxy) {
  const bureau = proxy.reach_bureau();
  client.pipe(bureau);
  bureau.pipe(client);
}

/** Ends a connection after so many bytes of the request, or of the answer. */
export const cut_request_at = (bytes) => (client, proxy) =>
  pass_until(client, proxy.reach_bureau(), client, bytes);
export const cut_answer_at = (bytes) => (client, proxy) =>
  pass_until(client, proxy.reach_bureau(), 'answer', bytes);

function pass_until(client, bureau, side, bytes) {
  const cut = () => {
    client.destroy();
    bureau.destroy();
  };
  const limited = (from, to) => {
    let left = bytes;
    if (left === 0) cut();
    from.on('data', (part) => {
      to.write(part.subarray(0, left));
      left -= part.length;
      // What was passed on is on its way before the connection ends.
      if (left <= 0) setTimeout(cut, 5);
    });
  };
  if (side === client) {
    limited(client, bureau);
    bureau.pipe(client);
  } else {
    client.pipe(bureau);
    limited(bureau, client);
  }
  client.on('close', cut);
  bureau.on('close', cut);
}

/** Takes the request and never says anything. */
export function half_open(client) {
  client.resume();
}

/** Passes the answer on, a byte a second. */
export function a_byte_a_second(client, proxy) {
  const bureau = proxy.reach_bureau();
  client.pipe(bureau);
  bureau.on('data', async (part) => {
    for (const byte of part) {
      if (client.destroyed) return;
      client.write(Buffer.from([byte]));
      await pause(1000);
    }
  });
}

/** Hangs up at once. */
export function hang_up(client) {
  client.destroy();
}

/** Answers in place of the bureau. */
export const answer = (status, headers, body) => (client) => {
  client.once('data', () => {
    const head = [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body)}`,
                  'Connection: close', ...headers];
    client.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
};

/** The bureau gets everything twice, on two connections; the kiosk hears the second answer. */
export function double(client, proxy) {
  const first = proxy.reach_bureau();
  const second = proxy.reach_bureau();
  client.on('data', (part) => {
    first.write(part);
    setTimeout(() => second.write(part), 20);
  });
  first.resume();
  second.pipe(client);
}

/** Keeps the request in `kept` and tells nobody. */
export const keep = (kept) => (client) => {
  client.on('data', (part) => kept.push(part));
  setTimeout(() => client.destroy(), 200);
};

/** Sends what was kept, and waits for the answer. */
export function send_kept(kept, proxy) {
  return new Promise((resolve) => {
    const bureau = proxy.reach_bureau();
    bureau.once('data', (part) => {
      bureau.destroy();
      resolve(part.toString());
    });
    for (const part of kept) bureau.write(part);
  });
}

/** Lets `act` happen when the bureau has answered, and the kiosk hears nothing of the answer. */
export const instead_of_the_answer = (act) => (client, proxy) => {
  const bureau = proxy.reach_bureau();
  client.pipe(bureau);
  bureau.once('data', async () => {
    await act();
    client.destroy();
    bureau.destroy();
  });
};
