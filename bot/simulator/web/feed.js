/** What happens in the chats, as it happens: the open one at once, the others soon after. */

import * as api from "./api.js";

const SOON = [700, 2500, 6000]; // milliseconds after something was done, when the others may have heard of it
const NOW_AND_THEN = 15000;
const CROWDED = 2000; // between looks, where more pages are open than the browser has connections for
const PATIENCE = [1000, 2000, 5000]; // between attempts to reach the server again

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Ask until there is an answer. */
export async function reached(asking) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await asking();
    } catch {
      await patience(failures);
    }
  }
}

const patience = (failures) => pause(PATIENCE[Math.min(failures, PATIENCE.length - 1)]);

/** The open chat: its log, then its events, for ever; starts again from the log after trouble. */
export class Feed {
  /** `on`: {log(log), event(event), trouble(isDown)} */
  constructor(on) {
    this.on = on;
    this.stopper = new AbortController();
  }

  async follow(at) {
    this.stop();
    const { signal } = (this.stopper = new AbortController());
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.listen(at, signal, () => {
          failures = 0;
        });
      } catch {
        if (signal.aborted) return;
        this.on.trouble(true);
        await patience(failures);
      }
    }
  }

  stop() {
    this.stopper.abort();
  }

  async listen(at, signal, wentWell) {
    const log = await api.log(at, signal);
    if (signal.aborted) return;
    this.on.trouble(false);
    this.on.log(log);
    let { seq } = log;
    while (!signal.aborted) {
      const heard = await this.next(at, seq, signal);
      if (signal.aborted) return;
      wentWell();
      heard.events.forEach((event) => this.on.event(event));
      seq = heard.seq;
      if (heard.crowded) await pause(CROWDED);
    }
  }

  /** What happens next; nothing where the page is hidden meanwhile, which leaves its connection to others. */
  async next(at, seq, signal) {
    await shown();
    const waiting = new AbortController();
    const leave = () => (document.hidden || signal.aborted) && waiting.abort();
    document.addEventListener("visibilitychange", leave);
    signal.addEventListener("abort", leave);
    leave();
    try {
      return await api.events(at, seq, waiting.signal);
    } catch (error) {
      if (!waiting.signal.aborted) throw error;
      return { events: [], seq };
    } finally {
      document.removeEventListener("visibilitychange", leave);
      signal.removeEventListener("abort", leave);
    }
  }
}

/** Wait until the page can be seen. */
async function shown() {
  while (document.hidden) {
    await new Promise((resolve) => {
      document.addEventListener("visibilitychange", resolve, { once: true });
    });
  }
}

/**
 * The chats that are not open. Looked at again after every act and now and then, because a browser
 * keeps only a handful of connections and six long waits would leave none for sending.
 */
export class Others {
  constructor(chats, onLog) {
    this.chats = chats; // () => where each is
    this.onLog = onLog;
    this.timers = [];
    setInterval(() => document.hidden || this.look(), NOW_AND_THEN);
  }

  /** Something was done that others may hear of. */
  stir() {
    this.timers.forEach(clearTimeout);
    this.timers = SOON.map((delay) => setTimeout(() => this.look(), delay));
  }

  async look() {
    for (const at of this.chats()) {
      const log = await api.log(at).catch(() => null);
      if (log) this.onLog(at, log.messages);
    }
  }
}
