// The stream of live figures. EventSource reconnects by itself after a cut; it gives up when the
// answer is an error, and cannot tell which: then the session is asked, and either the page goes
// to sign-in or the stream is opened anew after a while.
import { session } from './api.mjs';

const kReopenAfterMs = 5000;

// listeners: { events: { overview(data), … }, state('live' | 'lost'), signedOut() }.
// Returns a function that closes the stream.
export function openLive(campaign, listeners) {
  let source = null;
  let timer = 0;
  let closed = false;

  const reopen = async () => {
    try {
      if ((await session()).user === null) return listeners.signedOut();
    } catch {
      // Unreachable still: the next try tells.
    }
    if (!closed) open();
  };

  const open = () => {
    source = new EventSource(`/api/events?${new URLSearchParams({ campaign })}`);
    source.onopen = () => listeners.state('live');
    source.onerror = () => {
      listeners.state('lost');
      if (source.readyState !== EventSource.CLOSED || closed) return;
      source.close();
      timer = setTimeout(reopen, kReopenAfterMs);
    };
    for (const [name, listener] of Object.entries(listeners.events)) {
      source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
    }
  };

  open();
  return () => {
    closed = true;
    clearTimeout(timer);
    source.close();
  };
}
