/** Messages in the order of a conversation: days, albums together, what belongs closely together. */

import { dayKey } from "./when.js";

const TOGETHER = 5 * 60; // seconds within which messages of one side stand close together

/**
 * Items to draw: `{key, day, when}` for the beginning of a day, `{key, day, parts, follows, last}` for a
 * bubble (`parts`: one message or an album; `follows`: close to the one before; `last`: nothing follows closely).
 */
export function arranged(messages, zone) {
  const items = [];
  for (const message of [...messages].sort((a, b) => a.id - b.id)) place(items, message, zone);
  return items;
}

function place(items, message, zone) {
  const before = items[items.length - 1];
  if (message.album && before?.parts[0].album === message.album) {
    before.parts.push(message);
    return;
  }
  const when = new Date(message.date * 1000);
  const day = dayKey(when, zone);
  const isSameDay = before?.day === day;
  if (!isSameDay) items.push({ key: `day-${message.id}`, day, when });
  const follows = isSameDay && isClose(before.parts[before.parts.length - 1], message);
  if (follows) before.last = false;
  items.push({ key: String(message.id), day, parts: [message], follows, last: true });
}

function isClose(one, other) {
  if (one.mine !== other.mine || one.by?.id !== other.by?.id || one.joined || other.joined) return false;
  return Math.abs(other.date - one.date) < TOGETHER;
}
