// An answer as text to read: in the folded card of a list, among versions, in an example. Never as fields.

import { h } from "./element.js";

/** One line for a scale or choices value; `null` is "left open". */
export function line(block, value, words) {
  if (value === null || value === undefined) return words("left_open");
  if (block.kind === "scale") return words("of_scale", { value, max: block.to });
  if (block.kind === "choices") {
    const labels = block.options.filter((option) => value.picked.includes(option.id)).map((option) => option.label);
    return [...labels, value.other].filter(Boolean).join(", ") || words("left_open");
  }
  return value;
}

/** The field that names a list's entries: its first short one. */
export const nameField = (block) => block.fields.find((field) => field.kind === "short");

/** A list entry's own name. */
export const nameOf = (block, item, words) => item[nameField(block).id]?.trim() || words("unnamed");

/** What a list entry says apart from its name, without the questions that were left open. */
export function gist(block, item, { words, label }) {
  const parts = block.fields
    .filter((field) => field !== nameField(block))
    .map((field) => [field, line(field, item[field.id], words)])
    .filter(([, text]) => text !== words("left_open"))
    .map(([field, text]) => `${label(field)}: ${text}`);
  return parts.join("\u00a0· ") || words("left_open");
}

/** A whole answer as elements. `label(field)` is the short name of a list's field. */
export function reading(block, value, { words, label }) {
  if (block.kind !== "list") return h("p", { class: "u-reading", translate: "no" }, line(block, value, words));
  if (!value?.length) return h("p", { class: "u-reading" }, words("empty_list"));
  const items = value.map((item) =>
    h("li", {},
      h("span", { class: "u-name" }, nameOf(block, item, words)),
      h("span", { class: "u-gist" }, gist(block, item, { words, label })),
    ),
  );
  return h("ol", { class: "u-reading", translate: "no" }, items);
}
