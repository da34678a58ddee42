// The comfort-with-touch ladder: a worksheet, above it two switches that are always there, and in it times that were
// written down. "No touch for now" stands beside the ladder, not at its bottom.

import { h } from "./element.js";
import { list } from "./list.js";
import { addSwitches } from "./switches.js";
import { localTime } from "./time.js";
import { mount } from "./worksheet.js";

const NONE = [];
const named = (rungs) => rungs.filter(({ name }) => name?.trim());

/** A list that is folded away, and drawn only when it is first opened: three years of times are many. */
function foldedList(block, context, { says, offered }) {
  let field = null;
  let value = null;
  const summary = h("summary", {},
    h("span", { class: "u-when-closed" }, says("open_log")),
    h("span", { class: "u-when-open" }, says("close_log")));
  const details = h("details", {
    class: "u-times",
    ontoggle: () => {
      if (details.open) build();
    },
  }, summary);

  function build() {
    if (!field) {
      field = list(block, {
        ...context,
        offered,
        change: (now, how) => {
          value = now;
          context.change(now, how);
        },
      });
      field.show(value);
      details.append(field.element);
    }
    field.offer();
  }

  function show(now) {
    value = now;
    field?.show(now);
  }

  return { element: details, show, offer: () => field?.offer(), focus: () => summary.focus() };
}

export default {
  render({ model, el }) {
    const { says: table } = model.get("definition");
    const says = (key) => table[key];
    const offers = Object.fromEntries([["no_touch", "no_touch"], ["pause", "paused"]].map(([offer, id]) =>
      [offer, { text: says(`${id}_label`), isOn: () => switches[id].isOn(), press: () => pressFrom(id) }]));
    let log = null;
    let rungs = NONE;

    const exercise = mount({
      model,
      el,
      offers,
      own: {
        rungs: (block, context) => list(block, { ...context, second: says("second_list") }),
        log: (block, context) => {
          const today = () => ({ on: localTime().slice(0, 10) });
          const entries = () => named(rungs).map(({ id, name }) => ({ id, label: name, ...today() }));
          log = foldedList(block, context, {
            says,
            offered: { title: says("add_time"), entries, also: today },
          });
          return log;
        },
      },
      answered: () => {
        const now = exercise.keeping.answers.rungs ?? NONE;
        if (now === rungs) return;
        rungs = now;
        log.offer();
      },
    });
    const switches = addSwitches(exercise);

    /** The button that was pressed goes with the answer, so the focus goes to the switch that it stands for. */
    function pressFrom(id) {
      switches[id].press();
      switches[id].button.focus();
    }

    exercise.begin();
    return exercise.close;
  },
};
