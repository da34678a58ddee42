import { h } from "./element.js";

/**
 * The line below a field that says "left open", or offers to leave it open again. `leave()` empties the field and
 * gives it the focus: the button is gone then. Returns `{element, show({open, canLeave})}`.
 */
export function openRow({ words, leave }) {
  const said = h("span", { class: "u-open" }, words("left_open"));
  const button = h("button", { type: "button", class: "u-quiet", onclick: leave }, words("leave_open"));
  return {
    element: h("div", { class: "u-after" }, said, button),
    show({ open, canLeave }) {
      said.hidden = !open;
      button.hidden = !canLeave;
    },
  };
}
