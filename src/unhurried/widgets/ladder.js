// The comfort-with-touch ladder: a worksheet, and above it two switches that are always there. "No touch for now"
// stands beside the ladder, not at its bottom. One press, no reason, no question back.

import { freshId, h } from "./element.js";
import { mount } from "./worksheet.js";

const SWITCHES = ["no_touch", "paused"];

/** One switch with its sentence. `show(value)` takes true, false, or null (never pressed). */
function toggle(id, { says, heard, change }) {
  const sentence = h("p", { class: "u-switch-says", id: freshId() });
  const button = h("button", {
    type: "button",
    class: "u-switch",
    "aria-describedby": sentence.id,
    onclick: () => {
      show(!isOn());
      heard(sentence.textContent);
      change(isOn());
    },
  }, says(`${id}_label`));
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  function show(value) {
    button.setAttribute("aria-pressed", value === true);
    sentence.textContent = says(value === true ? `${id}_on` : `${id}_off`);
  }
  show(null);
  return { element: h("div", { class: "u-switch-box" }, button, sentence), button, isOn, show };
}

/** The list behind a summary, which is only there while the list is folded away. */
function fold(section, words) {
  const details = h("details", { class: "u-fold", open: true },
    h("summary", {},
      h("span", { class: "u-when-closed" }, words("show_list")),
      h("span", { class: "u-when-open" }, words("hide_list"))));
  section.replaceWith(details);
  details.append(section);
  return (away) => {
    if (details.classList.contains("u-folding") === away) return;
    details.classList.toggle("u-folding", away);
    details.open = !away;
  };
}

export default {
  render({ model, el }) {
    const exercise = mount({ model, el });
    const { definition, keeping, sections, words } = exercise;
    const folds = definition.blocks
      .filter((block) => block.kind === "list")
      .map((block) => fold(sections.get(block.id), words));
    const foldAway = () => folds.forEach((set) => set(switches.some((one) => one.isOn())));

    const switches = SWITCHES.map((id) => {
      const view = toggle(id, {
        says: exercise.says,
        heard: exercise.heard,
        change: (value) => {
          foldAway();
          keeping.change(id, value);
        },
      });
      keeping.ask(id, {
        busy: () => false, // a switch has no half-made change to protect
        show: (value) => {
          view.show(value);
          foldAway();
        },
        // Two pages that disagree about a pause: the safer one holds until the person presses again.
        showOthers: (others) => {
          if (others.length === 0) return;
          const settled = view.isOn() || others.some(({ value }) => value === true);
          keeping.choose(id, settled);
        },
      });
      return view;
    });

    exercise.body.before(h("div", { class: "u-switches" }, switches.map((one) => one.element)));
    exercise.begin();
    return exercise.close;
  },
};
