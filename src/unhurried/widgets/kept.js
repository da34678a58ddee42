// What is kept of one question: its entries, the newest first, each with a way to take it out.

import { freshId, h, PRIVATE } from "./element.js";
import { reading } from "./reading.js";
import { result } from "./result.js";
import { readDay } from "./time.js";

/** Loose words as they are; anything else as JSON, which shows its ids. */
const loosely = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/**
 * `question`: one of those in "opened". `place`: where it is asked, or null. `deletions`: see deletion.js. `send(content)`:
 * a message about this question. Returns `{element, older(answer), drawn(result), draw()}`; `draw` after a deletion's
 * state has changed.
 */
export function kept(question, { words, says, heard, label, place, never, deletions, send }) {
  const { id, name, block, asked, share, draws } = question;
  const heading = h("h3", { id: freshId(), tabindex: "-1" }, name);
  const list = h("ol", { class: "u-kept-list", "aria-labelledby": heading.id });
  const more = h("button", { type: "button", class: "u-button", onclick: askOlder });
  const chart = draws && question.entries.length > 1
    ? result({ title: says("over_time", { question: name }), on_request: true, empty: says("over_time_empty") },
      { words, heard, ask: () => send({ do: "draw", question: id }) })
    : null;
  let entries = question.entries;
  let left = question.older;
  let choosing = null; // the entry of which somebody is choosing what to delete

  const keyOf = (entry) => `${id} ${entry.id}`;
  const allKey = `${id} all`;
  const when = ({ at }) => says("on_day", { day: readDay(at.slice(0, 10), words), time: at.slice(11, 16) });

  function answer(entry) {
    if ("switch" in entry) return h("p", { class: "u-reading" }, says(entry.switch ? "switched_on" : "switched_off"));
    if ("loose" in entry) {
      return entry.loose === null
        ? h("p", { class: "u-reading" }, words("left_open"))
        : h("p", { class: "u-reading", translate: "no" }, loosely(entry.loose));
    }
    if (entry.said) {
      return [
        h("ol", { class: "u-reading", translate: "no" }, entry.said.rows.map(({ cells: [title, text] }) =>
          h("li", {}, h("span", { class: "u-name" }, title), h("span", { class: "u-gist" }, text)))),
        // A script in a shorter form, or of another situation, leaves out what was written for it all the same.
        h("details", {}, h("summary", {}, says("in_full")), reading(block, entry.value, { words, label })),
      ];
    }
    return reading(block, entry.value, { words, label });
  }

  /** The numbers at both ends of a scale, in words. */
  function ends() {
    const scales = block?.kind === "pair" ? [block.left, block.right] : block?.kind === "scale" ? [block] : [];
    return scales.map(({ from, low, to, high }) =>
      h("p", { class: "u-hint" }, h("span", {}, `${from}: ${low}`), h("span", {}, `${to}: ${high}`)));
  }

  const button = (text, act, named) =>
    h("button", { type: "button", class: "u-button", onclick: act, "aria-label": named }, text);

  function shown(entry) {
    const standing = says(`standing.${entry.standing}`);
    const facts = { question: name, day: when(entry), standing };
    const isNow = entry.standing === "now";
    return [
      h("p", { class: "u-facts" }, h("span", {}, when(entry)), h("span", {}, standing)),
      answer(entry),
      h("div", { class: "u-kept-buttons" },
        isNow && place && asked
          ? h("a", { href: place, "aria-label": says("change_named", { question: name }) }, says("change"))
          : null,
        button(says("delete"), () => choose(entry), says("delete_named", facts))),
    ];
  }

  // Choosing what to delete --------------------------------------------------------------------------------

  function choose(entry) {
    choosing = entry;
    draw();
    list.querySelector(".u-kept-choice input, .u-kept-choice button")?.focus();
  }

  function choice(entry) {
    const group = freshId();
    const option = (type, text, checked, about) => {
      const field = h("input", { type, name: type === "radio" ? group : null, checked, ...PRIVATE });
      const described = about ? h("p", { class: "u-hint", id: freshId() }, about) : null;
      if (described) field.setAttribute("aria-describedby", described.id);
      return { field, element: h("div", {}, h("label", { class: "u-print-option" }, field, h("span", {}, text)), described) };
    };
    // Only the newest speaks for all: the page process looks whether anything came after it.
    const takesAll = entry.id === question.newest && question.total > 1;
    const only = option("radio", says("only_this"), true);
    const all = option("radio", says("all_versions", { count: question.total }), false);
    const copies = option("checkbox", says("copies"), false, says("copies_about"));
    const begin = () => {
      const whole = takesAll && all.field.checked;
      choosing = null;
      deletions.begin(whole ? allKey : keyOf(entry), {
        worksheet: question.worksheet,
        question: id,
        entry: { id: entry.id, version: entry.version, at: entry.at },
        all: whole,
        copies: copies.field.checked,
      });
      list.querySelector(".u-kept-waiting button")?.focus();
    };
    const cancel = () => {
      choosing = null;
      draw();
      focusOn(entry);
    };
    return h("fieldset", { class: "u-field u-kept-choice" },
      h("legend", {}, says("what")),
      takesAll ? [only.element, all.element] : h("p", {}, says("only_this")),
      entry.standing === "now" ? h("p", { class: "u-hint" }, says("falls_back")) : null,
      copies.element,
      h("p", { class: "u-hint" }, says("not_reached")),
      h("div", { class: "u-kept-buttons" }, button(says("do_delete"), begin), button(says("do_not"), cancel)));
  }

  function focusOn(entry) {
    const place = [...list.children].find((item) => item.dataset.entry === String(entry.id));
    (place?.querySelector(".u-kept-buttons button") ?? heading).focus();
  }

  /** What stands in the place of something that is about to be deleted. */
  function going(key, entry) {
    const { name: state, why } = deletions.state(key);
    const back = () => {
      deletions.undo(key);
      heard(says("undone"));
      focusOn(entry);
    };
    if (state === "waiting") {
      return h("div", { class: "u-kept-waiting" },
        h("p", { role: "status" }, says("waiting")),
        h("div", { class: "u-kept-buttons" },
          button(says("undo"), back), button(says("now"), () => deletions.now(key))));
    }
    return h("p", { class: "u-kept-waiting", role: "status" }, says(why ? `not_deleted.${why}` : "deleting"));
  }

  function item(entry) {
    const key = keyOf(entry);
    const parts = deletions.state(key) ? [going(key, entry)]
      : choosing === entry ? [...shown(entry).slice(0, 2), choice(entry)] : shown(entry);
    return h("li", { class: "u-kept-entry", "data-entry": String(entry.id) }, parts);
  }

  function draw() {
    const whole = deletions.state(allKey);
    list.replaceChildren(...(whole
      ? [h("li", { class: "u-kept-entry" }, going(allKey, entries[0]))]
      : entries.map(item)));
    more.hidden = left === 0 || whole !== null;
    more.textContent = says("older", { count: left });
  }

  function askOlder() {
    send({ do: "older", question: id, before: entries.at(-1).id });
  }

  function older(answer) {
    const first = answer.entries[0];
    entries = [...entries, ...answer.entries];
    left = answer.older;
    draw();
    if (first) focusOn(first);
  }

  draw();
  return {
    element: h("section", { class: "u-kept", "aria-labelledby": heading.id },
      heading,
      asked ? null : h("p", { class: "u-hint" }, says("not_asked")),
      share === "never" && !never ? h("p", { class: "u-facts" }, says("never")) : null,
      ends(), list, more, chart?.element),
    heading,
    older,
    drawn: (found) => chart?.answer(found),
    draw,
  };
}
