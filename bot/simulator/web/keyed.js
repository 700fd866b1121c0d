/** Lists that change: an element stays the same element while what it shows is the same. */

const shown = new WeakMap(); // element -> what it shows

/**
 * Make the children of `list` show `items`, in order. `item.key` says which thing it is, `item.content` (a
 * string) what is to be seen of it; only where that differs is `make(item)` called. Returns item by item the
 * element that stands for it.
 */
export function sync(list, items, make) {
  const old = new Map([...list.children].map((element) => [element.dataset.key, element]));
  const elements = items.map((item) => current(item, old.get(item.key), make));
  const wanted = new Set(elements);
  for (const element of [...list.children]) if (!wanted.has(element)) element.remove();
  elements.forEach((element, place) => {
    if (list.children[place] !== element) list.insertBefore(element, list.children[place] || null);
  });
  return elements;
}

function current(item, old, make) {
  if (old && shown.get(old) === item.content) return old;
  const element = make(item);
  element.dataset.key = item.key;
  shown.set(element, item.content);
  if (old) takePlace(old, element);
  return element;
}

/** Put a new element where an old one was; who was on a button of it stays there. */
function takePlace(old, element) {
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(element);
  if (!active) return;
  const same = active.dataset.press === undefined ? null : buttonFor(element, active.dataset.press);
  (same || element.querySelector("a") || element).focus({ preventScroll: true });
}

function buttonFor(element, press) {
  return [...element.querySelectorAll("[data-press]")].find((button) => button.dataset.press === press);
}
