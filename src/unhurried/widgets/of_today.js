import { h } from "./element.js";
import { localTime } from "./time.js";

/**
 * A field that shows what was answered today, and puts away what was answered on another day: nobody is held to an
 * earlier mark, and nobody meets one unasked. `make`: the builder of its kind; `sentence`: what stands there instead.
 * The field has `isAway()` besides; see fields.js for the rest of the contract.
 */
export function ofToday(make, sentence) {
  return (block, context) => {
    const about = h("p", { class: "u-hint", hidden: true }, sentence);
    const field = make(block, {
      ...context,
      change(value, how) {
        about.hidden = true;
        context.change(value, how);
      },
    });
    function show(value, at) {
      about.hidden = value === null || at === null || at.slice(0, 10) === localTime().slice(0, 10);
      field.show(about.hidden ? value : null);
    }
    return { ...field, element: h("div", {}, field.element, about), show, isAway: () => !about.hidden };
  };
}
