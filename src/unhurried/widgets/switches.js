// Two switches that stand beside an exercise about touch, always: "No touch for now" and "Pause all touch". One press, no
// reason, no question back.

import { freshId, h } from "./element.js";
import { tellRest } from "./rest.js";

const SWITCHES = ["no_touch", "paused"];

/** One switch with its sentence. `show(value)` takes true, false, or null (never pressed). */
function toggle(id, { says, heard, change }) {
  const sentence = h("p", { class: "u-switch-says", id: freshId() });
  const button = h("button", {
    type: "button",
    class: "u-switch",
    "aria-describedby": sentence.id,
    onclick: () => press(),
  }, says(`${id}_label`));
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  function press() {
    show(!isOn());
    heard(sentence.textContent);
    change(isOn());
  }
  function show(value) {
    button.setAttribute("aria-pressed", value === true);
    sentence.textContent = says(value === true ? `${id}_on` : `${id}_off`);
  }
  show(null);
  return { element: h("div", { class: "u-switch-box" }, button, sentence), button, isOn, show, press };
}

/** The rungs behind a summary, which is only there while they are folded away. */
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

/** Puts the switches above the blocks of an exercise that is mounted and not begun. Returns them by name. */
export function addSwitches({ keeping, sections, words, says, heard, body }) {
  const setFolded = fold(sections.get("rungs"), words);
  const foldAway = () => setFolded(Object.values(switches).some((one) => one.isOn()));

  const switches = Object.fromEntries(SWITCHES.map((id) => {
    const view = toggle(id, {
      says,
      heard,
      change: (value) => {
        foldAway();
        if (value) tellRest();
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
    return [id, view];
  }));

  body.before(h("div", { class: "u-switches" }, Object.values(switches).map((one) => one.element)));
  return switches;
}
