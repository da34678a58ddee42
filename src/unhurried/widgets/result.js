import { drawing } from "./drawing.js";
import { freshId, h } from "./element.js";

/**
 * A `show` block: what the page says back, as a sentence and a table, and as a drawing only when asked for. Not a
 * live region: it changes while people type. Returns `{element, show(result)}`; `result` undefined means that there
 * is nothing yet.
 */
export function result(block, { words }) {
  const id = freshId();
  const body = h("div", { class: "u-result-body", translate: "no" });
  const picture = h("div", { id: freshId(), translate: "no" });
  const asking = h("button", {
    type: "button",
    class: "u-button",
    "aria-controls": picture.id,
    onclick: () => {
      drawn = !drawn;
      draw();
    },
  });
  const element = h("section", { class: "u-result", "aria-labelledby": id },
    block.title ? h("h3", { id }, block.title) : null, body, asking, picture);
  let drawn = false;
  let series = [];

  function show(found) {
    series = found?.series ?? [];
    if (!found) body.replaceChildren(h("p", { class: "u-hint" }, block.empty));
    else body.replaceChildren(h("p", { class: "u-sentence" }, found.sentence));
    if (found?.rows.length > 0) body.append(table(found));
    draw();
  }

  const table = ({ head, rows }) =>
    h("table", { class: "u-table", id: `${id}-table`, "aria-labelledby": id },
      h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map(({ cells: [first, ...rest] }) =>
        h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text))))),
    );

  function draw() {
    const any = series.some(({ points }) => points.length > 0);
    asking.hidden = !any;
    asking.textContent = words(drawn ? "draw_away" : "draw");
    asking.setAttribute("aria-expanded", drawn);
    picture.hidden = !(any && drawn);
    picture.replaceChildren(...(any && drawn ? [drawing(series, { words, describedBy: `${id}-table` })] : []));
  }

  show(undefined);
  return { element, show };
}
