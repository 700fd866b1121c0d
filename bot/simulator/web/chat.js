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
import { People, avatar } from "./people.js";
import { said, speak, t, viewersLanguage } from "./words.js";
import { introduce, welcome } from "./welcome.js";

const PHONE = matchMedia("(max-width: 760px)");

class Chat {
  constructor() {
    this.people = new People();
    this.clock = new Clock(() => this.moved());
    this.log = new Log(() => this.read());
    this.others = new Others(
      () => this.people.ids().filter((id) => id !== this.person?.id),
      (id, messages) => this.heard(id, messages),
    );
    const act = (sending) => acting(sending, this);
    this.composer = new Composer({
      act,
      locate: () => locate(act, this.person.zone),
      commands: async () => (await api.log(this.person.id)).commands,
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
    const { people, clock, bot } = await reached(api.state);
    this.bot = bot;
    this.zone = clock.zone;
    this.people.set(people, clock);
    this.clock.set(clock.now);
    this.drawPeople();
  }

  /** Be the person the address names; without one a wide screen begins with the first. */
  route() {
    const named = this.people.addressed(location.hash);
    const person = named || (PHONE.matches ? null : this.person || this.people.people[0]);
    document.body.dataset.screen = person ? "chat" : "people";
    if (!person) this.leave();
    else if (person.id !== this.person?.id) this.open(person);
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

  open(person) {
    this.person = person;
    speak(person.language);
    this.clock.in(person.zone);
    the("bot-name").textContent = this.bot.name;
    the("being").textContent = t("being", { name: [person.name, person.place].filter(Boolean).join(" · ") });
    the("empty-title").textContent = t("being", { name: person.name });
    the("being-sign").replaceChildren(avatar(person, this.people.place(person.id)));
    the("about").textContent = person.about || "";
    the("about").lang = tag(person.language);
    this.log.clear();
    this.composer.open(person.id);
    this.greet();
    this.drawPeople();
    this.feed.follow(person.id);
  }

  leave() {
    this.person = null;
    this.feed.stop();
    speak(viewersLanguage());
    this.clock.in(this.zone);
    introduce();
    this.drawPeople();
  }

  greet() {
    const { language } = this.person;
    const query = said(language, "query");
    const doings = {
      type: () => this.composer.suggest(said(language, "example")),
      find: () => this.composer.say(query),
      wait: () => this.clock.move("reminder"),
    };
    welcome(doings, query);
  }

  show(log) {
    this.composer.commands.set(log.commands);
    this.log.show(log.messages, { lang: tag(this.person.language), zone: this.person.zone, bot: this.bot });
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
    this.heard(this.person.id, messages);
    this.read();
  }

  heard(id, messages) {
    this.people.heard(id, messages);
    this.drawPeople();
  }

  read() {
    if (!this.person || document.hidden || !this.log.atEnd) return;
    this.people.seen(this.person.id);
    this.drawPeople();
  }

  drawPeople() {
    this.people.draw(this.person?.id, this.clock);
  }
}

new Chat().begin();
