// A card for today: a worksheet, what another person would see of it, and the buttons that open it, show it and take it
// back. What stands on the card comes from the page process, which sees the card's own answers and nothing else.

import { freshId, h } from "./element.js";
import { list } from "./list.js";
import { hearRest } from "./rest.js";
import { term } from "./term.js";
import { localTime, untilMidnight } from "./time.js";
import { mount } from "./worksheet.js";

const today = () => localTime().slice(0, 10);

/** What the other person sees. The preview and the whole screen are both made here, from the same result. */
function face({ sentence, head, rows }, { says }) {
  if (rows.length === 0 && sentence === says("closed")) return [h("p", { class: "u-sentence" }, sentence)];
  return [
    h("p", { class: "u-card-lines" }, says("lines")),
    h("p", { class: "u-sentence" }, sentence),
    rows.length === 0 ? null : h("table", { class: "u-table" },
      h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map(({ cells: [first, ...rest] }) =>
        h("tr", {}, h("th", { scope: "row" }, first), rest.map((text) => h("td", {}, text)))))),
  ].filter(Boolean);
}

/** The card on the whole screen. Leaving is on it too: nothing beneath it can be pressed. */
function wholeScreen({ says }) {
  const inside = h("div", { class: "u-card-face", translate: "no", id: freshId() });
  const leave = document.querySelector("button.leave[form=leave-form]");
  const away = h("button", { type: "button", class: "u-button", onclick: () => dialog.close() }, says("put_away"));
  const dialog = h("dialog", { class: "u-card-page", "aria-labelledby": inside.id },
    h("div", { class: "u-card-bar" },
      leave ? h("button", { class: "u-button", form: "leave-form" }, leave.textContent) : null, away),
    inside);
  return { dialog, show: (found) => inside.replaceChildren(...face(found, { says })), open: () => dialog.showModal() };
}

/** The preview with its buttons, in the place of the block that shows the card. */
function cardView(block, { says, setDay }) {
  const id = freshId();
  const closed = { sentence: says("closed"), head: [], rows: [] };
  const preview = h("div", { class: "u-card-face", translate: "no" });
  const screen = wholeScreen({ says });
  const button = (key, act) => h("button", { type: "button", class: "u-button", onclick: act }, says(key));
  const openIt = button("open_it", () => setDay(today()));
  const showIt = button("show_it", () => screen.open());
  const takeBack = button("take_back", () => setDay(null));
  const about = h("p", { class: "u-hint" });
  const element = h("section", { class: "u-result", "aria-labelledby": id },
    h("h3", { id }, block.title), preview, about, h("div", { class: "u-offers" }, openIt, showIt, takeBack));
  let day = null;
  let found = closed;
  let until = null; // the midnight that ends it, on this page: no clock that is set back brings it back

  const isOpen = () => day === today() && until !== null && !until.over();

  function draw() {
    const seen = isOpen() ? found : closed;
    preview.replaceChildren(...face(seen, { says }));
    screen.show(seen);
    about.textContent = says(isOpen() ? "show_about" : "preview");
    openIt.hidden = isOpen();
    showIt.hidden = takeBack.hidden = !isOpen();
  }

  draw();
  return {
    element,
    dialog: screen.dialog,
    openIt,
    showIt,
    draw,
    show(result) {
      found = result ?? closed;
      draw();
    },
    /** `anew`: the person has just opened it. */
    dayIs(now, { anew = now !== day } = {}) {
      day = now;
      if (anew) {
        until?.stop();
        until = day === today() ? term(untilMidnight(), draw) : null;
      }
      draw();
    },
    close: () => until?.stop(),
  };
}

export default {
  render({ model, el }) {
    const { says: table } = model.get("definition");
    const says = (key) => table[key];
    let view = null;

    const exercise = mount({
      model,
      el,
      own: {
        touch: (block, context) => list(block, { ...context, second: says("second_list") }),
        card: (block) => {
          view = cardView(block, { says, setDay });
          return view;
        },
      },
    });

    /** The button that was pressed is gone then, so the focus goes to the one in its place. */
    function setDay(day) {
      view.dayIs(day, { anew: true });
      (day ? view.showIt : view.openIt).focus();
      exercise.heard(day ? says("preview") : says("taken_back"));
      exercise.keeping.change("day", day);
    }

    exercise.body.append(view.dialog);
    exercise.keeping.ask("day", {
      busy: () => false, // one press, nothing half made
      show: (day) => view.dayIs(day),
      // Two pages that disagree about an open card: it is closed until the person opens it again.
      showOthers: (others) => {
        if (others.length > 0) exercise.keeping.choose("day", null);
      },
    });

    /** Touch rests: an open card is taken back, and nobody hears of it. */
    function rest() {
      if (exercise.keeping.answers.day === undefined) return;
      view.dayIs(null);
      exercise.keeping.change("day", null);
    }

    const unhear = hearRest(rest);
    const look = () => view.draw(); // a laptop that slept over midnight
    document.addEventListener("visibilitychange", look);
    exercise.begin();
    return () => {
      unhear();
      document.removeEventListener("visibilitychange", look);
      view.close();
      exercise.close();
    };
  },
};
