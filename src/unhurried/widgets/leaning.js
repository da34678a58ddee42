// Which way somebody leans: marks of today alone, and below them three doors of one size, in the order of the alphabet.
// Which door is opened is kept nowhere, and nothing on the page follows from it.

import { freshId, h } from "./element.js";
import { FIELDS } from "./fields.js";
import { ofToday } from "./of_today.js";
import { mount } from "./worksheet.js";

const DOORS = ["apart", "not-sure", "together"];

/** Links to the pages behind the doors. Null where one of them is not on this page, as in a notebook of somebody's own. */
function doors({ says }) {
  const name = h("h3", { id: freshId() }, says("doors"));
  const links = DOORS.map((door) => {
    const key = `door_${door.replace("-", "_")}`;
    const behind = document.querySelector(`[data-exercise="door-${door}"]`)?.closest("[id]");
    return behind && h("li", {},
      h("a", { class: "u-door", href: `#${behind.id}` },
        h("strong", {}, says(key)), h("span", { class: "u-hint" }, says(`${key}_about`))));
  });
  if (!links.every(Boolean)) return null;
  return h("section", { class: "u-doors", "aria-labelledby": name.id },
    name, h("p", { class: "u-hint" }, says("doors_about")), h("ul", { role: "list" }, links));
}

export default {
  render({ model, el }) {
    const { blocks, says } = model.get("definition");
    const scales = blocks.filter(({ kind }) => kind === "scale");
    const scale = ofToday(FIELDS.scale, says.other_day);
    const exercise = mount({ model, el, own: Object.fromEntries(scales.map(({ id }) => [id, scale])) });
    const three = doors(exercise);
    if (three) exercise.body.append(three);
    exercise.begin();
    return exercise.close;
  },
};
