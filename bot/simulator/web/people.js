/** The column of people one can be. */

import { h, the, tag, unseen } from "./dom.js";
import { sync } from "./keyed.js";
import { inBrief } from "./text.js";
import { LANGUAGES, language, t } from "./words.js";
import { dayKey, shortDay, time } from "./when.js";

const STORE = "pumasi.read"; // person -> id of the last message they have seen

export class People {
  constructor() {
    this.people = [];
    this.last = new Map();
    this.logs = new Map();
    this.read = remembered();
  }

  /** Everybody, and the clock's zone for those who have none of their own. */
  set(people, clock) {
    this.people = people.map((person) => ({ zone: clock.zone, ...person, id: String(person.id) }));
  }

  /** The person a link of the column leads to. */
  addressed(hash) {
    return this.people.find((person) => address(person) === hash);
  }

  ids() {
    return this.people.map(({ id }) => id);
  }

  /** What is now in a person's chat. */
  heard(id, messages) {
    this.logs.set(id, messages);
    const newest = messages.reduce((highest, message) => Math.max(highest, message.id), 0);
    if ((this.read[id] || 0) > newest) this.read[id] = 0; // a new network began: its numbers start again
  }

  /** Everything in this chat has been seen. */
  seen(id) {
    const newest = (this.logs.get(id) || []).reduce((highest, message) => Math.max(highest, message.id), 0);
    if (this.read[id] === newest) return;
    this.read[id] = newest;
    remember(this.read);
  }

  unread(id) {
    const read = this.read[id] || 0;
    return (this.logs.get(id) || []).filter((message) => !message.mine && message.id > read).length;
  }

  /** Draw the column; `clock` says what day it is and in which zone to tell times. */
  draw(current, clock) {
    const total = this.people.reduce((sum, { id }) => sum + (id === current ? 0 : this.unread(id)), 0);
    the("back").dataset.unread = total || "";
    document.title = total ? `(${total}) Pumasi` : "Pumasi";
    const items = this.people.map((person, place) => this.item(person, place, current, clock));
    sync(the("people"), items, (item) => this.row(item.person, item.place, current, clock));
  }

  /** What is to be seen of a person: if it is the same as before, nothing is drawn. */
  item(person, place, current, clock) {
    const last = newestOf(this.logs.get(person.id));
    const today = dayKey(clock.now(), clock.zone);
    const isCurrent = person.id === current;
    const content = JSON.stringify([
      person,
      last,
      today,
      clock.zone,
      this.unread(person.id),
      isCurrent,
      language(),
    ]);
    return { key: person.id, content, person, place };
  }

  row(person, place, current, clock) {
    const last = newestOf(this.logs.get(person.id));
    const attributes = {
      class: "person",
      href: address(person),
      "data-testid": `person-${person.id}`,
      "aria-current": person.id === current && "true",
    };
    const top = h("span", { class: "person-top" }, named(person), last && lastTime(last, clock));
    const bottom = h("span", { class: "person-bottom" }, preview(last, person), this.badge(person.id));
    const words = h("span", { class: "person-words" }, top, post(person), bottom);
    return h("li", {}, h("a", attributes, avatar(person, place), words));
  }

  badge(id) {
    const n = this.unread(id);
    return (
      n > 0 &&
      h("span", { class: "badge" }, h("span", { "aria-hidden": "true" }, n), unseen(t("unread", { n })))
    );
  }

  /** Where in the column a person stands: decides the colour of their avatar. */
  place(id) {
    return this.people.findIndex((person) => person.id === id);
  }
}

const address = (person) => `#${encodeURIComponent(person.id)}`;

const newestOf = (messages) => (messages || []).reduce((a, b) => (a && a.id > b.id ? a : b), null);

function named(person) {
  return h("strong", { class: "person-name", lang: tag(person.language) }, person.name);
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

function preview(message, person) {
  const words = message ? inBrief(message) : person.about || "";
  return h(
    "span",
    { class: "person-last", lang: tag(person.language) },
    message?.mine && h("span", { class: "person-mine" }, `${t("you")}: `),
    words,
  );
}

/** A round sign with the person's initials. */
export function avatar(person, place) {
  return h(
    "span",
    { class: `avatar hue-${place % 7}`, "aria-hidden": "true", lang: tag(person.language) },
    initials(person.name),
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
