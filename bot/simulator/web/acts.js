/** What pressing something in the conversation does. */

import * as api from "./api.js";
import { toast, zoom } from "./notices.js";
import { t } from "./words.js";

const UNANSWERED = 4000; // milliseconds after which a press no longer looks as if it were being answered

/** Carry out `sending(at)` in the open chat; say whether it worked, and if not tell the person why. */
export async function act(sending, chat) {
  try {
    await sending(chat.at);
    chat.others.stir();
    return true;
  } catch (error) {
    toast(error instanceof api.Refused ? `${t("failed")} (${error.message})` : t("failed"));
    return false;
  }
}

const ACTS = [
  ["[data-press]", press],
  ["[data-command]", (element, chat) => chat.composer.say(element.dataset.command)],
  [
    "[data-reply]",
    (element, chat) => chat.composer.answer(chat.log.messages.get(Number(element.dataset.reply))),
  ],
  ["[data-via]", (element, chat) => chat.composer.suggest(`@${element.dataset.via} `)],
  ["[data-jump]", (element, chat) => chat.log.jump(element.dataset.jump)],
  ["[data-zoom]", (element) => zoom(element.dataset.zoom, element.getAttribute("aria-label"))],
  ["[data-unfold]", unfold],
  [".spoiler:not(.shown)", reveal],
  ["a[href]", follow],
];

/** A click in the log, or a key on something there that is no button by itself. */
export function pressed(event, chat) {
  if (event.type === "keydown" && !(event.target.matches(".spoiler") && ["Enter", " "].includes(event.key)))
    return;
  for (const [selector, doing] of ACTS) {
    const element = event.target.closest(selector);
    if (element) return doing(element, chat, event);
  }
}

async function press(button, chat) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), UNANSWERED);
  const { press: data, of } = button.dataset;
  const worked = await act((at) => api.press(at, Number(of), data), chat);
  if (!worked) button.removeAttribute("aria-busy");
}

function unfold(button) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  button.previousElementSibling.classList.toggle("folded", isOpen);
  button.firstElementChild.textContent = t(isOpen ? "more" : "less");
}

function reveal(spoiler, _chat, event) {
  event.preventDefault();
  spoiler.classList.add("shown");
  spoiler.removeAttribute("role");
  spoiler.removeAttribute("aria-label");
}

/** A link to this very bot opens its chat and starts it, a link for sharing copies its text; other links just open. */
function follow(link, chat, event) {
  const url = new URL(link.href);
  if (url.hostname !== "t.me") return;
  const [to, what] = url.pathname.slice(1).split("/");
  if (to.toLowerCase() === chat.bot.username.toLowerCase()) {
    event.preventDefault();
    const payload = url.searchParams.get("start");
    const wasElsewhere = chat.goPrivate();
    if (payload || !wasElsewhere) chat.composer.say(payload ? `/start ${payload}` : "/start");
  } else if (to === "share" && what === "url") {
    event.preventDefault();
    share(url.searchParams);
  }
}

async function share(parameters) {
  const words = [parameters.get("text"), parameters.get("url")].filter(Boolean).join("\n");
  try {
    await navigator.clipboard.writeText(words);
    toast(t("copied"));
  } catch {
    toast(words); // the browser does not let the page copy: then it can be read and copied by hand
  }
}
