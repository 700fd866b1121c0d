/** The person's side of the simulator, over HTTP. */

const ROOT = new URL("../api", import.meta.url).pathname;

/** The server understood and said no; `message` is its reason. */
export class Refused extends Error {}

async function ask(path, options = {}) {
  // Kept nowhere: a browser lets those who ask the same wait for each other, so that it may keep the answer.
  const response = await fetch(ROOT + path, { cache: "no-store", ...options });
  const answer = await response.json().catch(() => ({}));
  if (answer.ok === false) throw new Refused(answer.description || response.statusText);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return answer;
}

function tell(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

function upload(path, files, caption) {
  const form = new FormData();
  if (caption) form.append("caption", caption);
  for (const file of files) form.append("file", file, file.name);
  return ask(path, { method: "POST", body: form });
}

/** Where something is asked or done: `at` is "person" for the chat with the bot, "person/group" for a group. */
function of(at, name, parameters = {}) {
  const [person, group] = at.split("/");
  const query = new URLSearchParams(group ? { chat: group, ...parameters } : parameters);
  return `/${encodeURIComponent(person)}/${name}?${query}`;
}

export const state = () => ask("/state");
export const moveClock = (where) => tell("/clock", where);
export const log = (at, signal) => ask(of(at, "log"), { signal });
export const events = (at, after, signal) => ask(of(at, "events", { after }), { signal });
export const say = (at, text, replyTo) =>
  tell(of(at, "say"), replyTo ? { text, reply_to: replyTo } : { text });
export const press = (at, messageId, data) => tell(of(at, "press"), { message_id: messageId, data });
export const offers = (at, words, signal) => ask(of(at, "inline", { words }), { signal });
export const choose = (at, query, result) => tell(of(at, "choose"), { query, result });
export const sendPhotos = (at, files, caption) => upload(of(at, "photo"), files, caption);
export const sendDocument = (at, file, caption) => upload(of(at, "document"), [file], caption);
export const sendLocation = (at, place) => tell(of(at, "location"), place);
export const forward = (at, text, from) => tell(of(at, "forward"), { text, from });
