/** The clock of the try-out: what time it is there, and the buttons that move it. */

import * as api from "./api.js";
import { menu } from "./menu.js";
import { the } from "./dom.js";
import { toast } from "./notices.js";
import { language, t } from "./words.js";
import { day, fullDay, shortDay, time, zoneName } from "./when.js";

const MOVES = {
  morning: { to: "morning" },
  reminder: { to: "reminder" },
  day: { hours: 24 },
  real: { to: "real" },
};
const REAL = 90_000; // milliseconds from the real time that still count as the real time

export class Clock {
  /** `onMoved` is called after the time was moved. */
  constructor(onMoved) {
    this.onMoved = onMoved;
    this.ahead = 0; // milliseconds from the real to the simulated time
    this.now = () => new Date(Date.now() + this.ahead);
    this.zone = "UTC";
    this.panel = menu(the("clock-toggle"), the("clock-panel"));
    for (const button of the("clock-panel").querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => this.move(button.dataset.move));
    }
    setInterval(() => this.draw(), 1000);
  }

  set(iso) {
    this.ahead = new Date(iso) - Date.now();
    this.draw();
  }

  /** Show the time of this zone. */
  in(zone) {
    this.zone = zone;
    this.draw();
  }

  async move(where) {
    this.panel.close();
    the("clock").setAttribute("aria-busy", "true");
    try {
      this.set((await api.moveClock(MOVES[where])).now);
      toast(
        t("itIsNow", { time: `${day(this.now(), language(), this.zone)} ${time(this.now(), this.zone)}` }),
      );
      this.onMoved();
    } catch (error) {
      toast(t(error instanceof api.Refused ? "nothingPlanned" : "notMoved"));
    } finally {
      the("clock").removeAttribute("aria-busy");
    }
  }

  draw() {
    const now = this.now();
    write("clock-day", shortDay(now, language(), this.zone));
    write("clock-full-day", fullDay(now, language(), this.zone));
    write("clock-time", time(now, this.zone));
    write("clock-zone", zoneName(now, language(), this.zone));
    the("clock-now").dateTime = now.toISOString();
    the("clock").classList.toggle("is-real", Math.abs(this.ahead) < REAL);
  }
}

function write(id, words) {
  if (the(id).textContent !== words) the(id).textContent = words;
}
