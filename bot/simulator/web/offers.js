/** Typing behind the bot's name: what it offers stands over the input, and the one that is pressed goes out. */

import { Choices } from "./choices.js";
import { h, the } from "./dom.js";
import { t } from "./words.js";

const ASKED = /^@(\w+)\s+(.*)$/s;
const NAMED = /^@(\w*)$/;
const PAUSE = 250; // milliseconds without a further letter, after which the bot is asked

export class Offers {
  /**
   * `ask(words, signal)` resolves to {query, results}, `send(query, result)` drops one and says if it worked,
   * `write(text)` puts something into the input.
   */
  constructor(input, { ask, send, write }) {
    Object.assign(this, { input, ask, send, write });
    this.bot = null; // {username, name}, once it is known
    this.list = the("offers");
    this.choices = new Choices(input, this.list, (row) => this.pressed(row));
    this.asking = new AbortController();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("focus", () => this.typed());
    input.addEventListener("blur", () => this.close());
  }

  /** Take a key if it is for the list; says whether it was. */
  key(event) {
    if (!this.isOpen) return false;
    const complete = this.isNaming && { Tab: () => this.pressed(this.choices.nearest) };
    return this.choices.key(event, { Escape: () => this.close(), ...complete });
  }

  close() {
    this.stop();
    this.show([], "");
  }

  stop() {
    clearTimeout(this.timer);
    this.asking.abort();
  }

  typed() {
    const { value } = this.input;
    const named = NAMED.exec(value);
    const asked = ASKED.exec(value);
    const isOurs = (name) => name.toLowerCase() === this.bot?.username.toLowerCase();
    this.stop();
    if (named && this.bot?.username.toLowerCase().startsWith(named[1].toLowerCase())) return this.name();
    if (!asked || !isOurs(asked[1])) return this.close();
    if (this.isNaming) this.show([], "");
    this.timer = setTimeout(() => this.look(asked[2].trim()), PAUSE);
  }

  /** Somebody begins a name: ours is the one there is. */
  name() {
    this.show([nameRow(this.bot)], "");
    this.isNaming = true;
  }

  async look(words) {
    const { signal } = (this.asking = new AbortController());
    const found = await this.ask(words, signal).catch(() => null);
    if (signal.aborted || !found) return;
    this.query = found.query;
    const n = found.results.length;
    const head = t(n ? "offered" : "nothingOffered");
    const rows = [h("li", { class: "offers-head", role: "presentation" }, head), ...found.results.map(row)];
    this.show(rows, n ? t("offers", { n }) : head);
  }

  show(rows, told) {
    this.isNaming = false;
    this.isOpen = rows.length > 0;
    this.choices.draw(rows);
    this.list.scrollTop = 0;
    this.list.classList.toggle("open", this.isOpen);
    if (the("offered").textContent !== told) the("offered").textContent = told;
  }

  async pressed(element) {
    if (this.isNaming) return this.write(`@${this.bot.username} `);
    const { value } = this.input;
    this.write("");
    if (!(await this.send(this.query, element.dataset.result)) && !this.input.value) this.write(value);
  }
}

function nameRow({ username, name }) {
  const attributes = { role: "option", id: "offer-name", "aria-selected": "false", class: "offer" };
  const words = h("span", { class: "offer-words" }, h("strong", {}, name), h("span", {}, `@${username}`));
  return h("li", attributes, h("span", { class: "offer-sign", "aria-hidden": "true" }, "@"), words);
}

function row({ id, title, description }, place) {
  const attributes = {
    role: "option",
    id: `offer-${place}`,
    "data-result": id,
    "data-testid": "offer",
    "aria-selected": "false",
    class: "offer",
  };
  const sign = h("span", { class: "offer-sign", "aria-hidden": "true" }, [...title][0]);
  const words = h("span", { class: "offer-words" }, h("strong", {}, title), h("span", {}, description));
  return h("li", attributes, sign, words);
}
