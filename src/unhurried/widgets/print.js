// The menu that puts an exercise on paper, or saves its answers as text. Only our own page host can make either: it
// gives the model `prints`. In JupyterLab and stock Voila there is none, and the browser's own print command serves.

import { freshId, h, hint, PRIVATE } from "./element.js";
import { usualPaper } from "./paper.js";
import { localTime } from "./time.js";

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

/** One tick, with words on it below. Returns `{element, chosen}`. */
function tick(label, about) {
  const more = hint(about);
  const input = h("input", { type: "checkbox", "aria-describedby": more?.id, ...PRIVATE });
  const element = h("div", {}, h("label", { class: "u-print-option" }, input, h("span", {}, label)), more);
  return { element, get chosen() { return input.checked; } };
}

/**
 * The menu at the foot of an exercise; null where nothing can make a sheet. `prints`: `{make(order), open(address),
 * saveText(order)}` of the page host. `asks`: whether there is anything to answer. `answers()`: what stands on the page.
 */
export function printing(definition, { words, prints, asks, answers }) {
  if (!prints) return null;
  const therapist = definition.says.for_therapist;
  const what = oneOf(words("print.what"), [
    ["blank", words("print.blank")],
    ["filled", words("print.filled")],
    ...(therapist ? [["whole", therapist]] : []),
  ]);
  const paper = oneOf(words("print.paper"), [["a4", words("print.a4")], ["letter", words("print.letter")]],
    usualPaper());
  // What can never be shared goes into no file until it is asked for here: paper can be found, and handed over.
  const isPrivate = definition.share === "never";
  const keepsBack = isPrivate || definition.blocks.some((block) => block.share === "never");
  const everything = tick(words("print.everything"), words("print.everything_hint"));
  const cover = tick(words("print.cover"));
  const status = h("p", { role: "status" });
  const make = h("button", { type: "button", class: "u-button", onclick: () => sheet() }, words("print.make"));
  const again = h("button", { type: "button", class: "u-button", hidden: true, onclick: () => show() }, words("print.open"));
  const asText = h("button", { type: "button", class: "u-button", onclick: () => saveText() }, words("print.text"));
  let address = null;
  let busy = false;

  const withAnswers = () => what.value !== "blank";
  /** Whether there would be nothing of theirs in the file. Then it says so. */
  const isEmpty = () => asks && isPrivate && !everything.chosen;

  const sheet = () => order(words("print.making"), words("print.failed"), async (about) => {
    again.hidden = true;
    if (withAnswers() && isEmpty()) {
      status.textContent = words("print.private");
      return;
    }
    address = await prints.make({
      ...about,
      paper: paper.value,
      answers: withAnswers() ? answers() : null,
      whole: what.value === "whole",
      everything: everything.chosen,
      cover: cover.chosen,
    });
    show();
  });

  const saveText = () => order(words("print.text_making"), words("print.text_failed"), async (about) => {
    if (isEmpty()) {
      status.textContent = words("print.private");
      return;
    }
    await prints.saveText({ ...about, answers: answers(), everything: everything.chosen });
    status.textContent = words("print.text_saved");
  });

  async function order(making, failed, act) {
    if (busy) return; // one at a time
    busy = true; // and not `disabled`, which would take the focus from the button
    status.textContent = making;
    try {
      await act({ worksheet: definition.id, today: localTime().slice(0, 10) });
    } catch {
      status.textContent = failed;
    }
    busy = false;
  }

  /** A browser that holds a new tab back after a wait opens it when the button is pressed. */
  function show() {
    const opened = prints.open(address);
    status.textContent = words(opened ? "print.open_now" : "print.ready");
    again.hidden = opened;
  }

  return h("details", { class: "u-print" },
    h("summary", {}, words(asks ? "print.title_asks" : "print.title")),
    asks ? what.element : null,
    asks && keepsBack ? everything.element : null,
    paper.element,
    cover.element,
    h("p", { class: "u-hint" }, words("print.warning")),
    h("div", { class: "u-print-buttons" }, make, again, asks ? asText : null),
    status);
}
