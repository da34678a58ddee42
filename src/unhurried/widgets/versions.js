import { h } from "./element.js";
import { reading } from "./reading.js";
import { readTime } from "./time.js";

/**
 * Shows the versions of one answer that met: what stands on this page, and what came from elsewhere. Nothing is
 * lost before the person chooses. Returns `{element, show(mine, others)}`; no others hides it.
 * `choose(value)` is called with the answer that shall stand.
 */
export function versions(block, { words, label, choose }) {
  const element = h("section", { class: "u-versions", hidden: true });

  const version = (heading, value) =>
    h("div", { class: "u-version" },
      h("h4", {}, heading),
      reading(block, value, { words, label }),
      h("button", {
        type: "button",
        class: "u-button",
        "aria-label": words("conflict.use_this_named", { which: heading }),
        onclick: () => choose(value),
      }, words("conflict.use_this")),
    );

  function show(mine, others) {
    element.hidden = others.length === 0;
    if (others.length === 0) {
      element.replaceChildren();
      return;
    }
    const texts = [mine, ...others.map((other) => other.value)].filter((text) => typeof text === "string");
    const both = block.kind === "writing" || block.kind === "short";
    const gap = block.kind === "writing" ? "\n\n" : " ";
    const parts = [
      h("h3", {}, words("conflict.title")),
      h("p", {}, words("conflict.explain")),
      h("div", { class: "u-version-row" },
        version(words("conflict.this_page"), mine),
        others.map((other) => version(words("conflict.other_page", { time: readTime(other.at) }), other.value))),
      both && texts.length > 1
        ? h("button", { type: "button", class: "u-button", onclick: () => choose(texts.join(gap)) }, words("conflict.both"))
        : null,
    ];
    element.replaceChildren(...parts.filter((part) => part !== null));
  }

  return { element, show };
}
