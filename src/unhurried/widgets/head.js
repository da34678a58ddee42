import { h } from "./element.js";
import { reading } from "./reading.js";

/** What stands before an exercise: what it is for, how long, for whom, what it may stir up, an example. */
export function head(definition, { words, label }) {
  const { title, about, minutes, who, may_stir_up: stirs, gentler, share, reviewed } = definition;
  const people = who.map((one) => words(`who.${one}`)).join(", ");
  return h("header", { class: "u-head" },
    h("h2", {}, title),
    h("p", { class: "u-about" }, about),
    h("p", { class: "u-facts" },
      h("span", {}, words("minutes", { minutes })),
      h("span", {}, `${words("who.label")} ${people}`),
      reviewed ? null : h("span", {}, words("not_reviewed"))),
    stirs || gentler
      ? h("dl", { class: "u-before" },
        stirs ? [h("dt", {}, words("may_stir_up")), h("dd", {}, stirs)] : null,
        gentler ? [h("dt", {}, words("gentler")), h("dd", {}, gentler)] : null)
      : null,
    share === "never" ? h("p", { class: "u-facts" }, words("cannot_share")) : null,
    definition.example ? example(definition, { words, label }) : null,
  );
}

function example({ blocks, example: answers, example_by: people }, { words, label }) {
  const shown = blocks.filter((block) => block.id in answers && block.kind !== "show");
  return h("details", { class: "u-example" },
    h("summary", {},
      h("span", { class: "u-when-closed" }, words("show_example")),
      h("span", { class: "u-when-open" }, words("hide_example"))),
    h("p", { class: "u-hint" }, words("example_note")),
    people ? h("p", { class: "u-example-by" }, people) : null,
    shown.map((block) => [
      h("p", { class: "u-example-question" }, block.question),
      reading(block, answers[block.id], { words, label }),
    ]));
}

/** Where the exercise comes from, and how strong the support is. Folded at its end. */
export function sources(definition, words) {
  if (definition.sources.length === 0) return null;
  return h("details", { class: "u-sources" },
    h("summary", {}, words("sources")),
    h("ul", {}, definition.sources.map(({ text, strength, year }) =>
      h("li", {}, text.includes(String(year)) ? text : `${text} (${year})`,
        h("span", { class: "u-strength" }, words(`strength.${strength}`))))));
}
