/** A list over the input: gone through with the arrow keys, while what is typed stays where it is. */

export class Choices {
  /** `choose(row)` is called with the one that was pressed, by hand or with Enter. */
  constructor(input, list, choose) {
    this.input = input;
    this.list = list;
    this.choose = choose;
    this.active = -1;
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) choose(row);
    });
  }

  /** The rows to choose from: options, each with an id of its own, and whatever stands between them. */
  draw(rows) {
    this.active = -1;
    this.list.replaceChildren(...rows);
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Take a key if it is for the list; says whether it was. `others` are further keys and what they do. */
  key(event, others) {
    if (event.isComposing || event.shiftKey) return false;
    const doings = {
      ArrowDown: () => this.select(this.active + 1),
      ArrowUp: () => this.select(this.active < 0 ? -1 : this.active - 1),
      Enter: this.active >= 0 && (() => this.choose(this.rows[this.active])),
      ...others,
    };
    const doing = this.rows.length > 0 && doings[event.key];
    if (!doing) return false;
    event.preventDefault();
    doing();
    return true;
  }

  get rows() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  select(place) {
    const { rows } = this;
    this.active = (place + rows.length) % rows.length;
    rows.forEach((element, at) => element.setAttribute("aria-selected", String(at === this.active)));
    rows[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", rows[this.active].id);
  }

  /** The one the keys have come to, or the first. */
  get nearest() {
    return this.rows[Math.max(0, this.active)];
  }
}
