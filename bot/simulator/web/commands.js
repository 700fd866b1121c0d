/** The bot's commands: a button shows them all, typing "/" shows those that fit. */

import { Choices } from "./choices.js";
import { h, the } from "./dom.js";
import { menu } from "./menu.js";

const TYPED = /^\/(\w*)$/;

export class Commands {
  /** `choose(command)` sends one; `refresh()` resolves to the list as it is now. */
  constructor(input, choose, refresh) {
    this.input = input;
    this.choose = choose;
    this.list = the("commands");
    this.all = [];
    this.choices = new Choices(input, this.list, (row) => this.pressed(row));
    const fetchAll = async () => {
      this.draw("");
      this.set(await refresh());
      this.draw("");
    };
    this.panel = menu(the("command-toggle"), this.list, fetchAll);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("blur", () => this.isTyping && this.close());
  }

  set(commands) {
    this.all = commands || [];
  }

  /** Take a key if it is for the list; says whether it was. */
  key(event) {
    if (!this.isTyping) return false;
    return this.choices.key(event, { Escape: () => this.close(), Tab: () => this.complete() });
  }

  close() {
    this.isTyping = false;
    this.panel.close();
    this.input.removeAttribute("aria-activedescendant");
  }

  typed() {
    const started = TYPED.exec(this.input.value);
    const found = started ? this.draw(started[1]) : 0;
    if (!found) return this.isTyping && this.close();
    this.isTyping = true;
    this.list.classList.add("open");
  }

  draw(beginning) {
    const fitting = this.all.filter(({ command }) => command.startsWith(beginning.toLowerCase()));
    this.choices.draw(fitting.map(row));
    return fitting.length;
  }

  complete() {
    this.input.value = `${this.choices.nearest.dataset.name} `;
    this.close();
  }

  pressed(element) {
    if (this.isTyping) this.input.value = "";
    this.close();
    this.choose(element.dataset.name);
  }
}

function row({ command, description }, place) {
  const attributes = {
    role: "option",
    id: `command-${place}`,
    "data-name": `/${command}`,
    "aria-selected": "false",
  };
  return h("li", attributes, h("strong", {}, `/${command}`), h("span", {}, description));
}
