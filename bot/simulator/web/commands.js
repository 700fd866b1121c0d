/** The bot's commands: a button shows them all, typing "/" shows those that fit. */

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
    this.active = -1;
    const fetchAll = async () => {
      this.draw("");
      this.set(await refresh());
      this.draw("");
    };
    this.panel = menu(the("command-toggle"), this.list, fetchAll);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("blur", () => this.isTyping && this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    this.list.addEventListener("click", (event) => this.pressed(event.target.closest("[data-name]")));
  }

  set(commands) {
    this.all = commands || [];
  }

  /** Take a key if it is for the list; says whether it was. */
  key(event) {
    if (!this.isTyping || event.isComposing || event.shiftKey) return false;
    const doings = {
      ArrowDown: () => this.select(this.active + 1),
      ArrowUp: () => this.select(this.active - 1),
      Escape: () => this.close(),
      Tab: () => this.complete(),
      Enter: this.active >= 0 && (() => this.pressed(this.list.children[this.active])),
    };
    const doing = doings[event.key];
    if (!doing) return false;
    event.preventDefault();
    doing();
    return true;
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
    this.active = -1;
    this.list.replaceChildren(...fitting.map(row));
    return fitting.length;
  }

  select(place) {
    const rows = [...this.list.children];
    this.active = (place + rows.length) % rows.length;
    rows.forEach((element, at) => element.setAttribute("aria-selected", String(at === this.active)));
    rows[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[this.active].id);
  }

  complete() {
    const chosen = this.list.children[Math.max(0, this.active)];
    this.input.value = `${chosen.dataset.name} `;
    this.close();
  }

  pressed(element) {
    if (!element) return;
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
