/** Where one writes: the text, the files that go with it, the message it answers. */

import * as api from "./api.js";
import { Commands } from "./commands.js";
import { h, icon, the } from "./dom.js";
import { ReplyKeyboard } from "./keyboard.js";
import { Offers } from "./offers.js";
import { Staged } from "./staged.js";
import { inBrief } from "./text.js";
import { t } from "./words.js";

const LONGEST = 4096; // characters in one Telegram message; a longer text goes out as several
const TALLEST = 160; // pixels the input grows to

export class Composer {
  /**
   * `act(sending)` carries something out and says if it worked; `locate()` asks for a place and sends it;
   * `commands()` resolves to those there are, `offers(words, signal)` to what the bot has for these words.
   */
  constructor({ act, locate, commands, offers }) {
    this.act = act;
    this.input = the("input");
    this.drafts = new Map();
    this.staged = new Staged(() => this.changed());
    this.keyboard = new ReplyKeyboard((text) => this.say(text), locate);
    this.commands = new Commands(this.input, (command) => this.say(command), commands);
    this.offers = new Offers(this.input, {
      ask: offers,
      send: (query, result) => act((at) => api.choose(at, query, result)),
      write: (text) => this.suggest(text),
    });
    this.listen();
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("compositionstart", () => this.composing(true));
    this.input.addEventListener("compositionend", () => this.composing(false));
    the("send").addEventListener("pointerdown", (event) => event.preventDefault()); // a phone's keyboard stays
    the("compose").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** Turn to another chat; what was half written stays with the one before. */
  open(at) {
    if (this.at) this.drafts.set(this.at, this.input.value);
    this.at = at;
    this.input.value = this.drafts.get(at) || "";
    this.staged.take();
    this.answer(null);
    this.keyboard.show([]);
    this.commands.close();
    this.offers.close();
  }

  /** Enter sends, Shift+Enter makes a line; while a syllable is being composed Enter belongs to it. */
  key(event) {
    if (this.offers.key(event) || this.commands.key(event)) return;
    if (event.key === "Escape") this.answer(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  composing(isComposing) {
    this.isComposing = isComposing;
    if (isComposing || !this.isWaiting) return;
    this.isWaiting = false;
    setTimeout(() => this.send());
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
    this.input.placeholder = t(this.staged.files.length ? "caption" : "message");
    the("compose").classList.toggle("ready", Boolean(this.input.value.trim() || this.staged.files.length));
  }

  /** Put words into the input for the person to go on with. */
  suggest(text) {
    this.input.value = text;
    this.changed();
    this.input.focus();
    this.offers.typed();
  }

  async send() {
    if (this.isComposing) return this.finishSyllable();
    const text = this.input.value.trim();
    if (!text && !this.staged.files.length) return;
    this.input.value = "";
    this.commands.close();
    this.offers.close();
    const files = this.staged.take();
    if (await (files.length ? this.sendFiles(files, text) : this.say(text))) return;
    this.input.value ||= text;
    this.staged.add(files);
  }

  /** The button was pressed in the middle of a syllable: end it, then send, or it would be typed again. */
  finishSyllable() {
    this.isWaiting = true;
    this.input.blur();
    this.input.focus();
  }

  async say(text) {
    const replyTo = this.answering;
    this.answer(null);
    for (const piece of pieces(text)) {
      if (!(await this.act((at) => api.say(at, piece, replyTo)))) return false;
    }
    return true;
  }

  /** Photos go out as one album, documents one by one; the words go with the first. */
  async sendFiles(files, caption) {
    const of = (kind) => files.filter((one) => one.kind === kind).map(({ file }) => file);
    const photos = of("photo");
    const sendings = of("document").map((file) => (at, words) => api.sendDocument(at, file, words));
    if (photos.length) sendings.unshift((at, words) => api.sendPhotos(at, photos, words));
    for (const [place, sending] of sendings.entries()) {
      if (!(await this.act((at) => sending(at, place ? "" : caption)))) return false;
    }
    return true;
  }

  /** The next text answers this message; null: none. */
  answer(message) {
    this.answering = message?.id;
    the("answering").hidden = !message;
    if (!message) return;
    const stop = {
      type: "button",
      class: "round",
      "aria-label": t("cancel"),
      onclick: () => this.answer(null),
    };
    the("answering").replaceChildren(
      icon("reply"),
      h("span", {}, inBrief(message)),
      h("button", stop, icon("close")),
    );
    this.input.focus();
  }
}

/** A text cut where lines or words end, so that each piece fits into one message. */
function pieces(text) {
  if (text.length <= LONGEST) return [text];
  const head = text.slice(0, LONGEST);
  const end = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" ")) + 1 || LONGEST;
  return [text.slice(0, end), ...pieces(text.slice(end))];
}
