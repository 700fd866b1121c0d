/** The conversation as it is seen: days, bubbles, scrolling. Only what changed is drawn again. */

import { arranged } from "./arrange.js";
import { h, the } from "./dom.js";
import { sync } from "./keyed.js";
import { entry } from "./messages.js";
import { language } from "./words.js";
import { day } from "./when.js";

const NEAR = 80; // pixels from the end that still count as reading the end
const QUIET = 1000; // milliseconds after opening a chat in which nothing is read aloud
const TYPING = 6000; // milliseconds a typing sign lasts, a little longer than Telegram repeats it

export class Log {
  /** `onRead` is called when the newest message has come into sight. */
  constructor(onRead) {
    this.scroller = the("log");
    this.list = the("messages");
    this.typingSign = the("typing");
    this.newest = the("newest");
    this.onRead = onRead;
    this.messages = new Map();
    this.atEnd = true;
    this.unseenCount = 0;
    this.scroller.addEventListener("scroll", () => this.scrolled());
    this.newest.addEventListener("click", () => this.toEnd("smooth"));
    const sizes = new ResizeObserver(() => this.resized());
    sizes.observe(this.list);
    sizes.observe(this.scroller);
  }

  /** Show a whole conversation from its end; `view` is {lang, zone, bot, hue(id)}. */
  show(messages, view) {
    this.view = { ...view, find: (id) => this.messages.get(id) };
    this.messages = new Map(messages.map((message) => [message.id, message]));
    this.list.replaceChildren();
    this.quietly();
    this.atEnd = true;
    this.draw();
    this.toEnd();
  }

  /** Nothing to show until it is known what there is. */
  clear() {
    this.messages.clear();
    this.list.replaceChildren();
    this.scroller.classList.remove("is-empty");
    this.typing(false);
  }

  /** What comes is read aloud by a screen reader; a whole conversation at once should not be. */
  quietly() {
    this.scroller.setAttribute("aria-live", "off");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.scroller.setAttribute("aria-live", "polite"), QUIET);
  }

  /** A message came, or one that is there changed. */
  put(message, isEdit) {
    const isNew = !this.messages.has(message.id);
    this.messages.set(message.id, message);
    this.draw();
    if (isNew) this.element(message.id).classList.add("fresh");
    if (message.mine) this.toEnd();
    else this.arrived(message, isNew, isEdit);
  }

  arrived(message, isNew, isEdit) {
    this.typing(false);
    if (isNew && !this.atEnd) this.unseenCount += 1;
    if (isEdit) this.element(message.id)?.classList.add("changed");
    if (this.atEnd) this.toEnd();
    this.showCount();
  }

  remove(id) {
    this.messages.delete(id);
    this.draw();
  }

  /** The message's element, for an album that of the whole album. */
  element(id) {
    return this.list.querySelector(`[data-message-id="${id}"]`)?.closest(".message");
  }

  /** Scroll to a message and show which one it is. */
  jump(id) {
    const element = this.element(id);
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.classList.remove("changed");
    requestAnimationFrame(() => element?.classList.add("changed"));
  }

  typing(shown) {
    clearTimeout(this.typingTimer);
    this.typingSign.hidden = !shown;
    if (!shown) return;
    this.typingTimer = setTimeout(() => this.typing(false), TYPING);
    if (this.atEnd) this.toEnd();
  }

  toEnd(behavior = "instant") {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  /** Photos came in or the input grew: who read the end goes on reading the end. */
  resized() {
    this.size = this.measured();
    if (this.atEnd) this.toEnd();
    else this.scrolled();
  }

  measured() {
    return `${this.scroller.clientHeight} ${this.list.offsetHeight}`;
  }

  scrolled() {
    if (this.size !== this.measured()) return; // not the reader scrolled: something grew, and resized() follows
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.atEnd) this.unseenCount = 0;
    this.showCount();
    if (this.atEnd) this.onRead();
  }

  showCount() {
    this.newest.hidden = this.atEnd;
    the("newest-count").textContent = this.unseenCount || "";
  }

  draw() {
    const items = arranged([...this.messages.values()], this.view.zone).map((item) => ({
      ...item,
      content: JSON.stringify(item.parts || item.day),
    }));
    const make = (item) =>
      item.parts ? entry(item.parts, this.view) : separator(item.when, this.view.zone);
    sync(this.list, items, make).forEach((element, place) => {
      element.classList.toggle("follows", Boolean(items[place].follows));
      element.classList.toggle("last", Boolean(items[place].last));
    });
    this.scroller.classList.toggle("is-empty", !items.length);
    markFolded(this.list);
  }
}

function separator(when, zone) {
  return h("li", { class: "day" }, h("span", {}, day(when, language(), zone)));
}

/** A long quotation is folded only where folding hides something. */
function markFolded(list) {
  for (const quote of list.querySelectorAll(".quote:not([data-measured])")) {
    const text = quote.firstElementChild;
    quote.dataset.measured = "";
    quote.classList.toggle("short", text.scrollHeight <= text.clientHeight + 2);
  }
}
