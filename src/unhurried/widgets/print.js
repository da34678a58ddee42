// The menu that puts an exercise on paper. Only our own page host can make a sheet: it gives the model `prints`. In
// JupyterLab and stock Voila there is none, and the browser's own print command serves.

import { freshId, h, PRIVATE } from "./element.js";
import { localTime } from "./time.js";

/** Countries that use Letter. Elsewhere, and where nobody knows, it is A4. */
const LETTER = /-(US|CA|MX|PH|CL|CO|VE|GT|CR|PA|SV|NI|DO|PR)\b/i;

/** A few options under one name, the first one chosen or `chosen`. Returns `{element, value}`. */
function oneOf(name, options, chosen = options[0][0]) {
  const group = freshId();
  const inputs = options.map(([value]) =>
    h("input", { type: "radio", name: group, value, checked: value === chosen, ...PRIVATE }));
  const element = h("fieldset", { class: "u-field" },
    h("legend", {}, name),
    options.map(([, label], index) => h("label", { class: "u-print-option" }, inputs[index], h("span", {}, label))));
  return { element, get value() { return inputs.find((input) => input.checked).value; } };
}

/**
 * The menu at the foot of an exercise; null where nothing can make a sheet. `prints`: `{make(order), open(address)}`
 * of the page host. `answers()`: what stands on the page.
 */
export function printing(definition, { words, prints, asks, answers }) {
  if (!prints) return null;
  const what = oneOf(words("print.what"), [["blank", words("print.blank")], ["filled", words("print.filled")]]);
  const paper = oneOf(words("print.paper"), [["a4", words("print.a4")], ["letter", words("print.letter")]],
    LETTER.test(navigator.language) ? "letter" : "a4");
  const status = h("p", { role: "status" });
  const make = h("button", { type: "button", class: "u-button", onclick: () => order() }, words("print.make"));
  const again = h("button", { type: "button", class: "u-button", hidden: true, onclick: () => show() }, words("print.open"));
  let address = null;

  async function order() {
    make.disabled = true; // one at a time
    again.hidden = true;
    status.textContent = words("print.making");
    try {
      address = await prints.make({
        worksheet: definition.id,
        paper: paper.value,
        answers: what.value === "filled" ? answers() : null,
        today: localTime().slice(0, 10),
      });
      show();
    } catch {
      status.textContent = words("print.failed");
    }
    make.disabled = false;
  }

  /** A browser that holds a new tab back after a wait opens it when the button is pressed. */
  function show() {
    const opened = prints.open(address);
    status.textContent = words(opened ? "print.open_now" : "print.ready");
    again.hidden = opened;
  }

  return h("details", { class: "u-print" },
    h("summary", {}, words("print.title")),
    asks ? what.element : null,
    paper.element,
    h("p", { class: "u-hint" }, words("print.warning")),
    h("div", { class: "u-print-buttons" }, make, again),
    status);
}
