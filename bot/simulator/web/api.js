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

const of = (person) => `/${encodeURIComponent(person)}`;

export const state = () => ask("/state");
export const moveClock = (where) => tell("/clock", where);
export const log = (person, signal) => ask(`${of(person)}/log`, { signal });
export const events = (person, after, signal) => ask(`${of(person)}/events?after=${after}`, { signal });
export const say = (person, text, replyTo) =>
  tell(`${of(person)}/say`, replyTo ? { text, reply_to: replyTo } : { text });
export const press = (person, messageId, data) =>
  tell(`${of(person)}/press`, { message_id: messageId, data });
export const sendPhotos = (person, files, caption) => upload(`${of(person)}/photo`, files, caption);
export const sendDocument = (person, file, caption) => upload(`${of(person)}/document`, [file], caption);
export const sendLocation = (person, place) => tell(`${of(person)}/location`, place);
export const forward = (person, text, from) => tell(`${of(person)}/forward`, { text, from });
