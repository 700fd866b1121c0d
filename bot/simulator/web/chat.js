/** The page: who one is being, and what connects the parts. */

import { act as acting, pressed } from "./acts.js";
import * as api from "./api.js";
import { attachments, locate } from "./attach.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { tag, the } from "./dom.js";
import { Feed, Others, reached } from "./feed.js";
import { Log } from "./log.js";
import { insist, toast } from "./notices.js";
import { People, address, groupSign } from "./people.js";
import { said, speak, t, viewersLanguage } from "./words.js";
import { introduce, welcome } from "./welcome.js";

const PHONE = matchMedia("(max-width: 760px)");

class Chat {
  constructor() {
    this.people = new People();
    this.clock = new Clock(() => this.moved());
    this.log = new Log(() => this.read());
    this.others = new Others(
      () => this.people.chats.map(({ at }) => at).filter((at) => at !== this.at),
      (at, messages) => this.heard(at, messages),
    );
    const act = (sending) => acting(sending, this);
    this.composer = new Composer({
      act,
      locate: () => locate(act, this.person.zone),
      commands: async () => (await api.log(this.at)).commands,
      offers: (words, signal) => api.offers(this.at, words, signal),
    });
    this.feed = new Feed({
      log: (log) => this.show(log),
      event: (event) => this.happened(event),
      trouble: (isDown) => this.trouble(isDown),
    });
    attachments(this.composer, act, () => this.person.zone);
    the("log").addEventListener("click", (event) => pressed(event, this));
    the("log").addEventListener("keydown", (event) => pressed(event, this));
    the("start").addEventListener("click", () => this.composer.say("/start"));
  }

  async begin() {
    speak(viewersLanguage());
    await this.look();
    addEventListener("hashchange", () => {
      this.route();
      this.focus();
    });
    PHONE.addEventListener("change", () => this.route());
    document.addEventListener("visibilitychange", () => this.read());
    this.route();
    this.others.look();
  }

  /** Fetch who is there and what time it is. */
  async look() {
    const { people, groups, clock, bot } = await reached(api.state);
    this.bot = this.composer.offers.bot = bot;
    this.zone = clock.zone;
    this.people.set(people, groups, clock);
    this.clock.set(clock.now);
    this.drawPeople();
  }

  /** Be the person, in the chat, that the address names; without one a wide screen begins with the first. */
  route() {
    const { chats } = this.people;
    const named = this.people.addressed(location.hash);
    const chat = named || (PHONE.matches ? null : chats.find(({ at }) => at === this.at) || chats[0]);
    document.body.dataset.screen = chat ? "chat" : "people";
    if (!chat) this.leave();
    else if (chat.at !== this.at) this.open(chat);
  }

  /** Turn from a group to the same person's chat with the bot; says whether that was elsewhere. */
  goPrivate() {
    if (this.at === this.person.id) return false;
    location.hash = address({ at: this.person.id });
    this.route();
    return true;
  }

  /** Who turned to a chat goes on there; a phone's keyboard comes up only when it is asked for. */
  focus() {
    if (this.person) the(PHONE.matches ? "log" : "input").focus({ preventScroll: true });
  }

  /** The server cannot be reached, or can again: then much may have changed. */
  trouble(isDown) {
    const wasDown = !the("trouble").hidden;
    the("trouble").hidden = !isDown;
    if (wasDown && !isDown) this.look();
  }

  open({ at, person, group }) {
    this.at = at;
    this.person = person;
    speak(person.language);
    this.clock.in(person.zone);
    this.head(person, group);
    this.log.clear();
    this.composer.open(at);
    this.greet();
    this.drawPeople();
    this.feed.follow(at);
  }

  /** Say whom one is talking to, and as whom. */
  head(person, group) {
    the("conversation").classList.toggle("in-group", Boolean(group));
    the("bot-name").textContent = group ? group.title : this.bot.name;
    the("being").textContent = t("being", { name: [person.name, person.place].filter(Boolean).join(" · ") });
    the("empty-title").textContent = t("being", { name: person.name });
    the("group-sign").replaceChildren(groupSign());
    the("being-sign").replaceChildren(this.people.avatar(person));
    the("about").textContent = person.about || "";
    the("about").lang = tag(person.language);
  }

  leave() {
    this.person = this.at = null;
    this.feed.stop();
    speak(viewersLanguage());
    this.clock.in(this.zone);
    introduce();
    this.drawPeople();
  }

  greet() {
    const { language } = this.person;
    const query = said(language, "query");
    const asked = said(language, "asked", { bot: this.bot.username });
    const doings = {
      type: () => {
        this.goPrivate();
        this.composer.suggest(said(language, "example"));
      },
      find: () => this.composer.say(query),
      offer: () => this.composer.suggest(asked),
      wait: () => this.clock.move("reminder"),
    };
    welcome(doings, query, asked);
  }

  show(log) {
    this.composer.commands.set(log.commands);
    const { language, zone } = this.person;
    const hue = (id) => this.people.hue(id);
    this.log.show(log.messages, { lang: tag(language), zone, bot: this.bot, hue });
    this.changed();
  }

  happened(event) {
    const doings = {
      message: () => this.log.put(event.message, false),
      edit: () => this.log.put(event.message, true),
      delete: () => this.log.remove(event.message_id),
      typing: () => this.log.typing(true),
      toast: () => (event.alert ? insist(event.text) : toast(event.text)),
      clock: () => this.look(),
      people: () => this.look(),
    };
    doings[event.kind]?.();
    if (["message", "edit", "delete"].includes(event.kind)) this.changed();
    if (event.kind !== "typing") this.settled();
  }

  /** The time was moved: what comes of it stands at the end. */
  moved() {
    this.others.stir();
    this.log.toEnd();
    this.drawPeople();
  }

  /** A press was answered in one way or another. */
  settled() {
    the("log")
      .querySelectorAll("[aria-busy]")
      .forEach((button) => button.removeAttribute("aria-busy"));
  }

  changed() {
    const messages = [...this.log.messages.values()];
    this.composer.keyboard.show(messages);
    this.heard(this.at, messages);
    this.read();
  }

  heard(at, messages) {
    this.people.heard(at, messages);
    this.drawPeople();
  }

  read() {
    if (!this.person || document.hidden || !this.log.atEnd) return;
    this.people.seen(this.at);
    this.drawPeople();
  }

  drawPeople() {
    this.people.draw(this.at, this.clock);
  }
}

new Chat().begin();
