/** The column of people one can be, each with the groups they are in. */

import { h, icon, the, tag, unseen } from "./dom.js";
import { sync } from "./keyed.js";
import { inBrief } from "./text.js";
import { LANGUAGES, language, t } from "./words.js";
import { dayKey, shortDay, time } from "./when.js";

const STORE = "pumasi.read"; // chat -> id of the last message of it that was seen

export class People {
  constructor() {
    this.people = [];
    this.chats = []; // {at, person, group}: each person's chat with the bot, then their groups
    this.logs = new Map();
    this.read = remembered();
  }

  /** Everybody, the groups they are in, and the clock's zone for those who have none of their own. */
  set(people, groups, clock) {
    this.people = people.map((person) => ({ zone: clock.zone, ...person, id: String(person.id) }));
    this.chats = this.people.flatMap((person) => [
      { at: person.id, person },
      ...groups
        .filter(({ members }) => members.includes(Number(person.id)))
        .map((group) => ({ at: `${person.id}/${group.id}`, person, group })),
    ]);
  }

  /** The chat a link of the column leads to. */
  addressed(hash) {
    return this.chats.find((chat) => address(chat) === hash);
  }

  /** What is now in a chat. */
  heard(at, messages) {
    this.logs.set(at, messages);
    const newest = messages.reduce((highest, message) => Math.max(highest, message.id), 0);
    if ((this.read[at] || 0) > newest) this.read[at] = 0; // a new network began: its numbers start again
  }

  /** Everything in this chat has been seen. */
  seen(at) {
    const newest = (this.logs.get(at) || []).reduce((highest, message) => Math.max(highest, message.id), 0);
    if (this.read[at] === newest) return;
    this.read[at] = newest;
    remember(this.read);
  }

  unread(at) {
    const read = this.read[at] || 0;
    const isNews = (message) => !message.mine && !message.joined && message.id > read;
    return (this.logs.get(at) || []).filter(isNews).length;
  }

  /** Draw the column; `clock` says what day it is and in which zone to tell times. */
  draw(current, clock) {
    const total = this.chats.reduce((sum, { at }) => sum + (at === current ? 0 : this.unread(at)), 0);
    the("back").dataset.unread = total || "";
    document.title = total ? `(${total}) Pumasi` : "Pumasi";
    const items = this.chats.map((chat) => this.item(chat, current, clock));
    sync(the("people"), items, (item) => this.row(item.chat, current, clock));
  }

  /** What is to be seen of a chat: if it is the same as before, nothing is drawn. */
  item(chat, current, clock) {
    const last = newestOf(this.logs.get(chat.at));
    const today = dayKey(clock.now(), clock.zone);
    const isCurrent = chat.at === current;
    const content = JSON.stringify([
      chat,
      last,
      today,
      clock.zone,
      this.unread(chat.at),
      isCurrent,
      language(),
    ]);
    return { key: chat.at, content, chat };
  }

  row(chat, current, clock) {
    const { at, person, group } = chat;
    const last = newestOf(this.logs.get(at));
    const attributes = {
      class: group ? "person within" : "person",
      href: address(chat),
      "data-testid": `person-${at}`,
      "aria-current": at === current && "true",
    };
    const top = h("span", { class: "person-top" }, named(chat), last && lastTime(last, clock));
    const bottom = h("span", { class: "person-bottom" }, preview(last, chat), this.badge(at));
    const words = h("span", { class: "person-words" }, top, !group && post(person), bottom);
    return h("li", {}, h("a", attributes, this.sign(chat), words));
  }

  badge(at) {
    const n = this.unread(at);
    return (
      n > 0 &&
      h("span", { class: "badge" }, h("span", { "aria-hidden": "true" }, n), unseen(t("unread", { n })))
    );
  }

  /** A round sign for a chat: the group's, or the person's. */
  sign({ person, group }) {
    return group ? groupSign() : this.avatar(person);
  }

  /** A round sign with the person's initials. */
  avatar(person) {
    return h(
      "span",
      { class: `avatar hue-${this.hue(person.id)}`, "aria-hidden": "true", lang: tag(person.language) },
      initials(person.name),
    );
  }

  /** The colour of a person, by where in the column they stand; the bot has its own. */
  hue(id) {
    const place = this.people.findIndex((person) => person.id === String(id));
    return place < 0 ? "bot" : place % 7;
  }
}

export const address = ({ at }) => `#${at}`;

export const groupSign = () =>
  h("span", { class: "avatar group", "aria-hidden": "true" }, icon("people"));

const newestOf = (messages) => (messages || []).reduce((a, b) => (a && a.id > b.id ? a : b), null);

function named({ person, group }) {
  return h("strong", { class: "person-name", lang: tag(person.language) }, group ? group.title : person.name);
}

function post(person) {
  const what = [person.role, person.place].filter(Boolean).join(" · ");
  return h(
    "span",
    { class: "person-post" },
    h("span", { class: "person-role", lang: tag(person.language) }, what),
    h(
      "span",
      { class: "person-language", lang: tag(person.language) },
      LANGUAGES[person.language] || person.language,
    ),
  );
}

function lastTime(message, { zone, now }) {
  const when = new Date(message.date * 1000);
  const isToday = dayKey(when, zone) === dayKey(now(), zone);
  const words = isToday ? time(when, zone) : shortDay(when, language(), zone);
  return h("time", { class: "person-time", datetime: when.toISOString() }, words);
}

function preview(message, { person }) {
  const words = message ? inBrief(message) : person.about || "";
  const writer = message?.mine ? t("you") : message?.by?.name;
  return h(
    "span",
    { class: "person-last", lang: tag(person.language) },
    writer && !message.joined && h("span", { class: "person-mine" }, `${writer}: `),
    words,
  );
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  if (/[\uac00-\ud7a3]/.test(name)) return words[0].slice(-2); // Korean given names have two syllables
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(name)) return words[0].slice(0, 1);
  return words
    .map((word) => [...word][0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) || {};
  } catch {
    return {};
  }
}

function remember(read) {
  try {
    localStorage.setItem(STORE, JSON.stringify(read));
  } catch {
    // Private windows may refuse; then the badges simply start again next time.
  }
}
