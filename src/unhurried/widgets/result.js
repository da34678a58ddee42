import { drawing } from "./drawing.js";
import { freshId, h } from "./element.js";
import { getHelp } from "./get_help.js";

/**
 * A `show` block: what the page says back, as a sentence and a table, and as a drawing only when asked for. Not a
 * live region: it changes while people type. Returns `{element, show(result), answer(result)}`; `result` undefined means
 * that there is nothing yet.
 *
 * With `on_request` it stays empty until its button is pressed: `ask()` sends for it, `answer` shows what comes, and the
 * next change on the page puts it away. `offers`: name -> `{text, isOn(), press()}`, the buttons that results may bring;
 * `help` needs no entry.
 */
export function result(block, { words, heard, ask, offers = {} }) {
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
  const request = block.on_request ? requesting() : null;
  const element = h("section", { class: "u-result", "aria-labelledby": id },
    block.title ? h("h3", { id }, block.title) : null, body, asking, picture, request?.button);
  let drawn = false;
  let series = [];

  function show(found) {
    series = found?.series ?? [];
    if (!found) body.replaceChildren(h("p", { class: "u-hint" }, block.empty));
    else body.replaceChildren(h("p", { class: "u-sentence" }, found.sentence));
    if (found?.rows.length > 0) body.append(table(found));
    if (found?.offers) body.append(offering(found.offers));
    request?.mark(found !== undefined);
    draw();
  }

  function answer(found) {
    show(found ?? undefined);
    if (found) heard(found.sentence);
  }

  function requesting() {
    const named = freshId();
    let shown = false;
    const button = h("button", {
      type: "button",
      class: "u-button",
      id: named,
      "aria-labelledby": `${named} ${id}`,
      onclick: () => (shown ? show(undefined) : ask()),
    });
    function mark(isShown) {
      shown = isShown;
      button.textContent = words(isShown ? "hush" : "ask");
    }
    return { button, mark };
  }

  /** What can be done at once; what is on already is not offered again. */
  const offering = (names) =>
    h("div", { class: "u-offers" }, names.map((name) => (name === "help" ? getHelp(words) : offered(offers[name]))));

  const offered = (one) =>
    (one && !one.isOn() ? h("button", { type: "button", class: "u-button", onclick: one.press }, one.text) : null);

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
  return { element, show, answer };
}
