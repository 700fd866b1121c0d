/** Text with Telegram's entities (UTF-16 offsets, which JavaScript counts in too) as DOM nodes. */

import { h, icon } from "./dom.js";
import { t } from "./words.js";

const SIMPLE = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** Render text and entities; `lang` is what the text around is written in, as an HTML tag. */
export function rendered(text, entities, lang) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, sorted, lang);
}

function between(text, start, end, entities, lang) {
  const nodes = [];
  const waiting = [...entities];
  let at = start;
  while (waiting.length) {
    const entity = waiting.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    nodes.push(...leaf(text.slice(at, from), lang));
    const inside = waiting.filter((other) => other.offset < to);
    waiting.splice(0, inside.length, ...inside.map((other) => tail(other, to)).filter(Boolean));
    nodes.push(dressed(entity, text.slice(from, to), between(text, from, to, inside, lang)));
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  }
  nodes.push(...leaf(text.slice(at, end), lang));
  return nodes;
}

/** What of an entity is left after `to`, for one that overlaps the end of another. */
function tail(entity, to) {
  const end = entity.offset + entity.length;
  return end > to ? { ...entity, offset: to, length: end - to } : null;
}

function dressed(entity, words, content) {
  if (SIMPLE[entity.type]) return h(SIMPLE[entity.type], {}, ...content);
  const special = SPECIAL[entity.type];
  return special ? special(content, words, entity) : h("span", {}, ...content);
}

const SPECIAL = {
  expandable_blockquote: expandable,
  spoiler: (content) =>
    h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler") }, ...content),
  bot_command: (content, words) =>
    h("button", { class: "inline-link", type: "button", "data-command": words }, ...content),
  text_link: (content, words, { url }) => link(url, content),
  url: (content, words) => link(/^[a-z]+:/i.test(words) ? words : `https://${words}`, content),
  email: (content, words) => link(`mailto:${words}`, content),
  phone_number: (content, words) => link(`tel:${words.replace(/[^+\d]/g, "")}`, content),
};

function expandable(content) {
  const button = h("button", {
    class: "unfold",
    type: "button",
    "data-unfold": true,
    "aria-expanded": "false",
  });
  button.append(h("span", {}, t("more")), icon("down"));
  return h("div", { class: "quote" }, h("blockquote", { class: "folded" }, ...content), button);
}

function link(address, content) {
  const href = safe(address);
  return href
    ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...content)
    : h("span", {}, ...content);
}

/** The address, if following it can only open a page, a letter or a call; otherwise null. */
export function safe(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Plain text; lines that are plainly Korean, Japanese or Chinese say so: signs and line breaks differ. */
function leaf(text, lang) {
  if (!text) return [];
  return text
    .split(/(\n)/)
    .filter(Boolean)
    .map((line) => {
      const written = script(line, lang);
      return written && !lang.startsWith(written) ? h("span", { lang: written }, line) : line;
    });
}

function script(line, around) {
  if (/[\u3041-\u30fa\u30fd-\u30ff]/.test(line)) return "ja";
  if (/[\uac00-\ud7a3]/.test(line)) return "ko";
  return !/^(ja|zh)/.test(around) && /[\u4e00-\u9fff]{4}/.test(line) ? "zh" : null;
}

/** One line of a message, for a list: its first words, or what it brings. */
export function inBrief(message) {
  const words = message.text || message.caption;
  if (words) return words.split("\n").find((line) => line.trim()) || "";
  if (message.joined) return message.joined.map((name) => t("joined", { name })).join(" · ");
  if (message.photo) return t("photo");
  if (message.document) return message.document.name;
  return message.location ? t("location") : "";
}
