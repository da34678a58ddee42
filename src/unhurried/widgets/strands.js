// Trust, safety and closeness: words first. A number beside them is folded away, and one of another day is not shown.

import { h } from "./element.js";
import { FIELDS } from "./fields.js";
import { ofToday } from "./of_today.js";
import { mount } from "./worksheet.js";

/** A scale behind a summary. It stays folded when a number is there: words come first on each visit. */
function folded(make, says) {
  return (block, context) => {
    const field = make(block, context);
    const summary = h("summary", {},
      h("span", { class: "u-when-closed" }, says.add_number),
      h("span", { class: "u-when-open" }, says.hide_number));
    const details = h("details", {}, summary, field.element);
    return { ...field, element: details, focus: () => (details.open ? field : summary).focus() };
  };
}

export default {
  render({ model, el }) {
    const { blocks, says } = model.get("definition");
    const scales = blocks.filter(({ kind }) => kind === "scale");
    const scale = folded(ofToday(FIELDS.scale, says.other_day), says);
    const exercise = mount({ model, el, own: Object.fromEntries(scales.map(({ id }) => [id, scale])) });
    exercise.begin();
    return exercise.close;
  },
};
