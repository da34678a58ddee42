import { freshId, h } from "./element.js";

/**
 * A `show` block: what the page says back, as a sentence and a table. Not a live region: it changes while people
 * type. Returns `{element, show(result)}`; `result` undefined means that there is nothing yet.
 */
export function result(block) {
  const id = freshId();
  const body = h("div", { class: "u-result-body", translate: "no" });
  const element = h("section", { class: "u-result", "aria-labelledby": id },
    block.title ? h("h3", { id }, block.title) : null, body);

  function show(found) {
    if (!found) {
      body.replaceChildren(h("p", { class: "u-hint" }, block.empty));
      return;
    }
    body.replaceChildren(h("p", { class: "u-sentence" }, found.sentence));
    if (found.rows.length > 0) body.append(table(found));
  }

  const table = ({ head, rows }) =>
    h("table", { class: "u-table", "aria-labelledby": id },
      h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map(({ cells: [first, ...rest] }) =>
        h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text))))),
    );

  show(undefined);
  return { element, show };
}
