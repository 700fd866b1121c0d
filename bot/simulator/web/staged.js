/** Files laid ready above the input; they go out together with what is written. */

import { h, icon, the } from "./dom.js";
import { t } from "./words.js";

export class Staged {
  constructor(onChange) {
    this.onChange = onChange;
    this.element = the("staged");
    this.files = [];
  }

  /** Add `[{file, kind: "photo" | "document"}]`. */
  add(files) {
    this.set([...this.files, ...files]);
  }

  /** Give the files away and be empty. */
  take() {
    const { files } = this;
    this.set([]);
    return files;
  }

  set(files) {
    this.files = files;
    this.element.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    this.element.replaceChildren(...files.map((one) => this.row(one)));
    this.element.hidden = !files.length;
    this.onChange();
  }

  row(one) {
    const remove = {
      type: "button",
      "aria-label": `${t("remove")}: ${one.file.name}`,
      onclick: () => this.set(this.files.filter((other) => other !== one)),
    };
    return h("li", { class: one.kind }, look(one), h("button", remove, icon("close")));
  }
}

function look({ file, kind }) {
  if (kind === "photo") return h("img", { src: URL.createObjectURL(file), alt: "" });
  return [icon("file"), h("span", {}, file.name)];
}
