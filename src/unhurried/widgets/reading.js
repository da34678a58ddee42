// An answer as text to read: in the folded card of a list, among versions, in an example. Never as fields.

import { h } from "./element.js";
import { readDay } from "./time.js";

/** One line for the value of any kind but a list, a pair and a sort; `null` is "left open". */
export function line(block, value, words) {
  if (value === null || value === undefined) return words("left_open");
  if (block.kind === "date") return readDay(value, words);
  if (block.kind === "choice") return picked(block, [value.picked], value.other, words);
  if (block.kind === "choices") return picked(block, value.picked, value.other, words);
  return block.kind === "scale" ? words("of_scale", { value, max: block.to }) : value;
}

function picked({ options }, ids, other, words) {
  return [...inWords(options, ids ?? [], "label"), other].filter(Boolean).join(", ") || words("left_open");
}

/** The words of these ids in the course's order, and after them the ids that it no longer has. */
function inWords(known, ids, name) {
  const shown = known.filter(({ id }) => ids.includes(id)).map((one) => one[name]);
  return [...shown, ...ids.filter((id) => id && !known.some((one) => one.id === id))];
}

/** An answer of several parts as [name, text]; null for a kind that one line can tell. */
function partsOf(block, value, words) {
  if (block.kind === "pair") {
    return ["left", "right"].map((name) =>
      [block[name].question, line({ ...block[name], kind: "scale" }, value?.[name], words)]);
  }
  if (block.kind !== "sort") return null;
  const lies = Object.entries(value ?? {});
  const piles = inWords(block.piles, [...block.piles.map(({ id }) => id), ...lies.map(([, pile]) => pile)], "label");
  return [...new Set(piles)].map((name) => {
    const pile = block.piles.find(({ label }) => label === name)?.id ?? name;
    const cards = inWords(block.cards, lies.filter(([, where]) => where === pile).map(([card]) => card), "text");
    return [name, cards.join("; ") || words("pile_empty")];
  });
}

/** The field that names a list's entries: its first short one, else its first. */
export const nameField = (block) => block.fields.find((field) => field.kind === "short") ?? block.fields[0];

/** A list entry's own name. */
export function nameOf(block, item, words) {
  const field = nameField(block);
  const value = item[field.id] ?? null;
  return (value === null ? "" : line(field, value, words).trim()) || words("unnamed");
}

/** What a list entry says apart from its name, without the questions that were left open. */
export function gist(block, item, { words, label }) {
  const parts = block.fields
    .filter((field) => field !== nameField(block))
    .map((field) => [field, line(field, item[field.id], words)])
    .filter(([, text]) => text !== words("left_open"))
    .map(([field, text]) => `${label(field)}${/[?!.:]$/.test(label(field)) ? "" : ":"} ${text}`);
  return parts.join("\u00a0· ") || words("left_open");
}

/** A whole answer as elements. `label(field)` is the short name of a list's field. */
export function reading(block, value, { words, label }) {
  const several = partsOf(block, value, words);
  if (several) {
    return h("ul", { class: "u-reading", translate: "no" }, several.map(([name, text]) =>
      h("li", {}, h("span", { class: "u-name" }, name), h("span", { class: "u-gist" }, text))));
  }
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
