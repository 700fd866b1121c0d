/** Small helpers for building the page out of nodes. Text always goes in as text, never as HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `h("button", {class: "x", onclick: act}, "Text", icon("send"))`. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

function put(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else element.setAttribute(name, value === true ? "" : value);
}

/** Draw one of the pictures defined once in index.html. It is decoration: the words stand beside it. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  picture.append(use);
  return picture;
}

/** The one element with this id. */
export const the = (id) => document.getElementById(id);

/** What `lang` is called in HTML for one of our language codes. */
export const tag = (language) => (language || "en").replace("_", "-");

/** Words for readers who hear the page rather than see it. */
export const unseen = (text) => h("span", { class: "unseen" }, text);
