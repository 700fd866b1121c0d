/** A few words for a stranger: what this is, and four things to try. In the viewer's own language. */

import { h, icon, the, tag } from "./dom.js";
import { said, viewersLanguage } from "./words.js";

const STORE = "pumasi.welcomed";

/**
 * Show the welcome until it is dismissed. `doings`: {type(), find(), offer(), wait()}; `query`: what find looks
 * for; `asked`: what is typed to be offered something.
 */
export function welcome(doings, query, asked) {
  const viewer = viewersLanguage();
  const tries = h(
    "ul",
    { class: "tries" },
    attempt("pen", said(viewer, "tryTyping"), doings.type),
    attempt("search", said(viewer, "tryFinding", { query }), doings.find),
    attempt("at", said(viewer, "tryOffering", { asked }), doings.offer),
    attempt("clock", said(viewer, "tryWaiting"), doings.wait),
  );
  const card = the("welcome");
  const close = () => {
    dismiss();
    card.hidden = true;
  };
  const closing = { class: "round", type: "button", "aria-label": said(viewer, "close"), onclick: close };
  card.hidden = wasDismissed();
  card.lang = tag(viewer);
  card.replaceChildren(
    h("div", { class: "welcome-words" }, ...whatThisIs(viewer)),
    h("h3", {}, said(viewer, "tryThis")),
    h("button", closing, icon("close")),
    tries,
  );
}

/** On a phone the people come first, so what this is stands above them. */
export function introduce() {
  const viewer = viewersLanguage();
  the("intro").lang = tag(viewer);
  the("intro").hidden = wasDismissed();
  the("intro").replaceChildren(...whatThisIs(viewer));
}

const whatThisIs = (viewer) => [h("h2", {}, said(viewer, "welcome")), h("p", {}, said(viewer, "demo"))];

function attempt(sign, words, doing) {
  return h(
    "li",
    {},
    h("button", { class: "try", type: "button", onclick: doing }, icon(sign), h("span", {}, words)),
  );
}

function wasDismissed() {
  try {
    return localStorage.getItem(STORE) !== null;
  } catch {
    return false;
  }
}

function dismiss() {
  try {
    localStorage.setItem(STORE, "yes");
  } catch {
    // Private windows may refuse; then it greets again next time.
  }
}
