/** The buttons the bot puts above the input: a reply keyboard. */

import { h, icon, the } from "./dom.js";
import { t } from "./words.js";

export class ReplyKeyboard {
  /** `say(text)` and `locate()` do what its buttons do. */
  constructor(say, locate) {
    this.say = say;
    this.locate = locate;
    this.element = the("reply-keyboard");
    this.toggle = the("keyboard-toggle");
    this.toggle.addEventListener("click", () => this.fold(!this.element.hidden));
  }

  /** Show what the bot last put there, if it has not taken it away again. */
  show(messages) {
    const last = messages.filter((message) => message.keyboard || message.remove_keyboard).pop();
    const rows = (!last?.remove_keyboard && last?.keyboard) || [];
    const content = JSON.stringify([last?.id, rows]);
    if (content === this.content) return;
    this.content = content;
    this.element.replaceChildren(...rows.map((row) => this.row(row)));
    this.toggle.hidden = !rows.length;
    this.fold(!rows.length);
  }

  row(buttons) {
    return h(
      "div",
      { class: "keys", "data-count": buttons.length },
      buttons.map((button) => this.button(button)),
    );
  }

  button({ text, request_location: wantsPlace }) {
    const onclick = () => (wantsPlace ? this.locate() : this.say(text));
    return h(
      "button",
      { class: "key", type: "button", onclick },
      wantsPlace && icon("pin"),
      h("span", {}, text),
    );
  }

  fold(folded) {
    const name = t(folded ? "showKeyboard" : "hideKeyboard");
    this.element.hidden = folded;
    this.toggle.setAttribute("aria-expanded", String(!folded));
    this.toggle.setAttribute("aria-label", name);
    this.toggle.title = name;
  }
}
