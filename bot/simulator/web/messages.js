/** What one message looks like. Everything that can be pressed carries what it does in `data-` attributes. */

import { h, icon, unseen } from "./dom.js";
import { rendered, safe, inBrief } from "./text.js";
import { t } from "./words.js";
import { time } from "./when.js";

/**
 * A bubble with its buttons, or a line where somebody came in. `parts` is one message, or the messages of one
 * album. `view`: {lang, zone, bot, find(id), hue(id)}.
 */
export function entry(parts, view) {
  return parts[0].joined ? arrival(parts[0]) : bubble(parts, view);
}

function arrival(message) {
  const words = message.joined.map((name) => t("joined", { name })).join(" · ");
  return h("li", { class: "message arrival", "data-message-id": message.id }, h("span", {}, words));
}

function bubble(parts, view) {
  const [first] = parts;
  const keyed = parts.find((message) => message.inline?.length);
  const attributes = {
    class: `message ${first.mine ? "mine" : "theirs"}${keyed ? " keyed" : ""}`,
    "data-testid": "message",
    "data-message-id": first.id,
    tabindex: "-1",
  };
  return h("li", attributes, body(parts, view), keyed && inlineKeyboard(keyed));
}

const textOf = (message) => message.text || message.caption || "";

function body(parts, view) {
  const [first] = parts;
  const worded = parts.find(textOf);
  const kind = [first.photo && "pictured", !worded && "wordless"].filter(Boolean).join(" ");
  return h(
    "div",
    { class: `bubble ${kind}` },
    unseen(`${writer(first, view)}: `),
    sender(first, view),
    viaBot(first),
    forwarded(first),
    quoted(first, view),
    media(parts),
    words(worded || first, parts, view),
    replyButton(first),
  );
}

const writer = (message, view) => (message.mine ? t("you") : message.by?.name || view.bot.name);

/** Among several people: who says it, in a colour of their own. */
function sender(message, view) {
  if (!message.by) return null;
  const attributes = { class: `sender hue-${view.hue(message.by.id)}`, "aria-hidden": "true" };
  return h("p", attributes, message.by.name);
}

function viaBot(message) {
  if (!message.via) return null;
  const attributes = { class: "via", type: "button", "data-via": message.via };
  return h("p", {}, h("button", attributes, t("via", { bot: message.via })));
}

function words(message, parts, view) {
  const text = textOf(message);
  const element = h("div", { class: "words", lang: message.language || view.lang });
  element.append(...rendered(text, message.entities, view.lang), meta(parts, view));
  return element;
}

function meta(parts, view) {
  const last = parts[parts.length - 1];
  const edited = parts.some((message) => message.edited);
  const when = new Date(last.date * 1000);
  return h(
    "span",
    { class: "meta" },
    edited && h("span", { class: "edited" }, t("edited")),
    h("time", { datetime: when.toISOString() }, time(when, view.zone)),
  );
}

function forwarded(message) {
  if (!message.forward) return null;
  return h("p", { class: "forwarded" }, icon("forward"), t("forwarded", { from: message.forward }));
}

function quoted(message, view) {
  const original = message.reply_to && view.find(message.reply_to);
  if (!original) return null;
  return h(
    "button",
    { class: "quoted", type: "button", "data-jump": original.id },
    h("strong", {}, writer(original, view)),
    h("span", {}, inBrief(original)),
  );
}

function media(parts) {
  const photos = parts.filter((message) => message.photo);
  const found = [];
  if (photos.length) found.push(album(photos));
  for (const message of parts) {
    if (message.document) found.push(file(message.document));
    if (message.location) found.push(place(message.location));
  }
  return found;
}

function album(photos) {
  const shape = photos.length === 1 ? "one" : `many of-${photos.length} rest-${photos.length % 3}`;
  return h("div", { class: `album ${shape}` }, photos.map(picture));
}

function picture(message) {
  const about = textOf(message) || t("photo");
  return h(
    "button",
    {
      class: "picture",
      type: "button",
      "data-zoom": message.photo,
      "data-message-id": message.id,
      "aria-label": about,
    },
    h("img", { src: message.photo, alt: "" }),
  );
}

function file(document) {
  return h(
    "a",
    { class: "file", href: document.url, download: document.name },
    h("span", { class: "file-sign" }, icon("file")),
    h("span", { class: "file-name" }, document.name, h("small", {}, size(document.size))),
  );
}

function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function place({ latitude, longitude }) {
  const number = (value) => Number(value).toFixed(4);
  return h(
    "div",
    { class: "place" },
    h("span", { class: "place-map" }, icon("pin")),
    h(
      "span",
      { class: "place-words" },
      h("strong", {}, t("location")),
      ` ${number(latitude)}, ${number(longitude)}`,
    ),
  );
}

function replyButton(message) {
  const name = t("reply");
  return h(
    "button",
    { class: "reply", type: "button", "data-reply": message.id, "aria-label": name, title: name },
    icon("reply"),
  );
}

function inlineKeyboard(message) {
  const rows = message.inline.map((row) =>
    h(
      "div",
      { class: "keys", "data-count": row.length },
      row.map((button) => inlineKey(button, message.id)),
    ),
  );
  return h("div", { class: "inline-keyboard" }, rows);
}

function inlineKey(button, messageId) {
  const href = button.url && safe(button.url);
  if (href) {
    const attributes = { class: "key", href, target: "_blank", rel: "noopener noreferrer" };
    return h("a", attributes, h("span", {}, button.text), icon("out"));
  }
  const attributes = { class: "key", type: "button", "data-press": button.data ?? "", "data-of": messageId };
  return h("button", attributes, h("span", {}, button.text));
}
