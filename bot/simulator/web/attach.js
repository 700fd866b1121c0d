/** The attach menu: photos, a file, a place, a text from elsewhere. */

import * as api from "./api.js";
import { h, the } from "./dom.js";
import { menu } from "./menu.js";
import { ask } from "./notices.js";
import { t } from "./words.js";

const MOST_IN_ALBUM = 10;

/* The town halls of the try-out's cities, and the zone that makes one the nearest. */
const PLACES = [
  { name: "suwon", latitude: 37.2636, longitude: 127.0286, zone: "Asia/Seoul" },
  { name: "toyama", latitude: 36.6953, longitude: 137.2113, zone: "Asia/Tokyo" },
  { name: "kaohsiung", latitude: 22.6203, longitude: 120.312, zone: "Asia/Taipei" },
  { name: "freiburg", latitude: 47.9961, longitude: 7.8494, zone: "Europe/Berlin" },
];

/** Tie the menu to a composer. `act(sending)` as there, `zone()` is where the person is. */
export function attachments(composer, act, zone) {
  const panel = menu(the("attach"), the("attach-panel"));
  const doings = {
    photo: () => the("photo-input").click(),
    document: () => the("file-input").click(),
    location: () => locate(act, zone()),
    forward: () => forward(act),
  };
  the("attach-panel").addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-attach]");
    if (!chosen) return;
    panel.close();
    doings[chosen.dataset.attach]();
  });
  takeFrom(the("photo-input"), (files) => composer.staged.add(asPhotos(files)));
  takeFrom(the("file-input"), (files) => composer.staged.add(asDocuments(files)));
  the("input").addEventListener("paste", (event) => dropped(event, event.clipboardData, composer));
  the("conversation").addEventListener("dragover", (event) => event.preventDefault());
  the("conversation").addEventListener("drop", (event) => dropped(event, event.dataTransfer, composer));
}

function takeFrom(input, take) {
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
    the("input").focus();
  });
}

function dropped(event, data, composer) {
  const files = [...(data?.files || [])];
  if (!files.length) return;
  event.preventDefault();
  const isImage = (file) => /^image\/(jpeg|png|webp|gif)$/.test(file.type);
  composer.staged.add([
    ...asPhotos(files.filter(isImage)),
    ...asDocuments(files.filter((file) => !isImage(file))),
  ]);
}

const asPhotos = (files) => files.slice(0, MOST_IN_ALBUM).map((file) => ({ file, kind: "photo" }));
const asDocuments = (files) => files.map((file) => ({ file, kind: "document" }));

/** Ask which place and send it: one of the cities, the nearest first, or any position. */
export async function locate(act, zone) {
  const places = [...PLACES].sort((a, b) => (b.zone === zone) - (a.zone === zone));
  const choices = places.map(choice);
  const fields = [
    h("div", { class: "choices" }, choices),
    h(
      "div",
      { class: "pair" },
      coordinate("latitude", 90, places[0]),
      coordinate("longitude", 180, places[0]),
    ),
  ];
  const chosen = await ask(t("whichPlace"), fields, t("send"));
  if (!chosen) return;
  const place = { latitude: Number(chosen.latitude), longitude: Number(chosen.longitude) };
  await act((at) => api.sendLocation(at, place));
}

/** A button that fills in a city's position and sends it. */
function choice({ name, latitude, longitude }) {
  const onclick = ({ target: { form } }) => {
    form.elements.latitude.value = latitude;
    form.elements.longitude.value = longitude;
    form.requestSubmit(form.querySelector("[type=submit]"));
  };
  return h("button", { class: "key", type: "button", "data-place": name, onclick }, t(name));
}

function coordinate(name, most, place) {
  const input = {
    name,
    type: "number",
    min: -most,
    max: most,
    step: "any",
    value: place[name],
    required: true,
  };
  return h("label", {}, h("span", {}, t(name)), h("input", input));
}

async function forward(act) {
  const fields = [
    h("label", {}, h("span", {}, t("text")), h("textarea", { name: "text", rows: 5, required: true })),
    h(
      "label",
      {},
      h("span", {}, t("from")),
      h("input", { name: "from", required: true, autocomplete: "off" }),
    ),
  ];
  const written = await ask(t("forward"), fields, t("send"));
  if (written) await act((at) => api.forward(at, written.text.trim(), written.from.trim()));
}
