/** A panel that a button opens, and that closes by itself when one turns to something else. */

/** Tie `panel` to `button`; returns {open, close}. `onOpen` is called before it shows. */
export function menu(button, panel, onOpen = () => {}) {
  const isOpen = () => button.getAttribute("aria-expanded") === "true";

  function set(open) {
    if (open) onOpen();
    button.setAttribute("aria-expanded", String(open));
    panel.classList.toggle("open", open);
  }

  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => set(!isOpen()));
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !panel.contains(event.target) && !button.contains(event.target)) set(false);
  });
  for (const element of [button, panel]) {
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen()) return;
      set(false);
      button.focus();
    });
    element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !panel.contains(relatedTarget) && relatedTarget !== button) set(false);
    });
  }
  return { open: () => set(true), close: () => set(false) };
}
