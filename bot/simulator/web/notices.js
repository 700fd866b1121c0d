/** What comes up over the page and goes again: short notices, alerts, a photo seen large. */

import { h, the } from "./dom.js";
import { t } from "./words.js";

const SHORTEST = 2600; // milliseconds a notice stays
const PER_SIGN = 60; // and longer for every sign there is to read

/** Say something for as long as it takes to read. */
export function toast(text) {
  if (!text) return;
  const note = h("div", { class: "toast" }, text);
  the("toasts").replaceChildren(note);
  setTimeout(() => note.remove(), SHORTEST + text.length * PER_SIGN);
}

/** Say something that has to be read before going on. */
export function insist(text) {
  const button = h("button", { class: "solid", type: "submit", value: "ok" }, t("ok"));
  const words = h("p", { class: "insisting" }, text);
  show(h("form", { method: "dialog" }, words, h("div", { class: "dialog-row" }, button)), "insist", text);
}

/** Show a photo as large as the screen allows. */
export function zoom(address, about) {
  const picture = h("img", { src: address, alt: about });
  const close = h("button", { class: "zoom-close", type: "submit", "aria-label": t("close") }, picture);
  show(h("form", { method: "dialog" }, close), "zoom", about);
}

/**
 * Ask for something in a dialog whose last button says `done`; resolves to the form's values by name, or to
 * null if the dialog was left.
 */
export function ask(title, fields, done) {
  const cancel = h(
    "button",
    { class: "plain", type: "button", onclick: () => dialog.close("") },
    t("cancel"),
  );
  const agree = h("button", { class: "solid", type: "submit", value: "done" }, done);
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", {}, title),
    ...fields,
    h("div", { class: "dialog-row" }, cancel, agree),
  );
  const dialog = show(form, "ask", title);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue ? Object.fromEntries(new FormData(form)) : null);
    });
  });
}

function show(content, kind, name) {
  const dialog = h("dialog", { class: `dialog ${kind}`, "aria-label": name }, content);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}
