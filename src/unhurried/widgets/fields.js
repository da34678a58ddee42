// One form field per kind of question. Each builder takes a block of the definition and `{words, change, heard}`:
// `change(value, {typing})` reports what the person did and `heard(sentence)` tells a screen reader; each returns
// `{element, show(value), focus()}`.
// `show` never reports: it is how answers from the space arrive.

import { freshId, h, hint, PRIVATE, PRIVATE_TEXT } from "./element.js";
import { insert } from "./insert.js";
import { openRow } from "./open.js";
import { choice, choices } from "./options.js";

/** An answer of this kind may have at most so many characters (docs/protocol.md). Nothing is ever cut off. */
const TEXT_LIMIT = 200_000;

/** A row of numbers. Nothing is chosen to begin with, and anything chosen can be left open again. */
export function scale(block, { words, change, heard }) {
  const name = freshId();
  const numbers = Array.from({ length: block.to - block.from + 1 }, (_, index) => block.from + index);
  const meaning = new Map([[block.from, block.low], [block.to, block.high]]);
  const radios = numbers.map((number) =>
    h("input", { type: "radio", name, value: number, ...PRIVATE, onchange: () => choose(number) }),
  );
  const points = numbers.map((number, index) =>
    h("label", { class: "u-point" },
      radios[index],
      h("span", { class: "u-point-number" }, String(number)),
      meaning.get(number) ? h("span", { class: "u-hidden" }, ` ${meaning.get(number)}`) : null,
    ),
  );
  const row = openRow({ words, leave });
  const element = h("fieldset", { class: "u-field u-scale" },
    h("legend", { class: "u-question" }, block.question),
    h("div", { class: "u-points" }, points),
    h("div", { class: "u-ends", "aria-hidden": "true" }, h("span", {}, block.low), h("span", {}, block.high)),
    row.element,
  );

  function show(value) {
    radios.forEach((radio, index) => {
      radio.checked = numbers[index] === value;
    });
    row.show({ open: value === null, canLeave: value !== null });
  }

  function choose(number) {
    show(number);
    change(number);
  }

  function leave() {
    show(null);
    radios[0].focus(); // the button is gone now, and focus must stay somewhere
    heard(words("left_open"));
    change(null);
  }

  show(null);
  return { element, show, focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus() };
}

/** One line of the person's own words. */
export function short(block, { change }) {
  const id = freshId();
  const about = hint(block.hint);
  const input = h("input", {
    type: "text",
    id,
    class: "u-text",
    "aria-describedby": about?.id,
    ...PRIVATE_TEXT,
    oninput: () => change(input.value || null, { typing: true }),
  });
  const element = h("div", { class: "u-field" },
    h("label", { class: "u-question", for: id }, block.question), about, input);
  const show = (value) => {
    input.value = value ?? "";
  };
  return { element, show, focus: () => input.focus() };
}

/** Whether a first line is a sentence already. The dots after any other say that it goes on. */
const isWhole = (text) => /[.?!…]$/.test(text);

/** Room to write, with first lines to borrow. Grows with what is written (worksheet.css). */
export function writing(block, { words, change }) {
  const id = freshId();
  const about = hint(block.hint);
  const tooLong = h("p", { class: "u-note", id: freshId(), hidden: true }, words("too_long"));
  const area = h("textarea", {
    id,
    class: "u-text u-writing",
    rows: block.lines,
    "aria-describedby": [about?.id, tooLong.id].filter(Boolean).join(" "),
    ...PRIVATE_TEXT,
    oninput: () => {
      measure();
      change(area.value || null, { typing: true });
    },
  });
  area.style.setProperty("--u-lines", block.lines);
  const element = h("div", { class: "u-field" },
    h("label", { class: "u-question", for: id }, block.question), about, area, tooLong,
    block.starters.length > 0 ? starters() : null);

  function starters() {
    const label = h("p", { class: "u-hint", id: freshId() }, `${words("starters")}. ${words("starters_hint")}`);
    const buttons = block.starters.map((text) =>
      h("button", { type: "button", class: "u-chip", onclick: () => add(text) }, isWhole(text) ? text : `${text}\u00a0…`));
    return h("div", { class: "u-starters", role: "group", "aria-labelledby": label.id },
      label, h("div", { class: "u-chips" }, buttons));
  }

  /** Adds a first line at the end, as if it had been typed: the browser's own undo takes it back. */
  function add(text) {
    const before = area.value === "" || area.value.endsWith("\n") ? "" : "\n";
    insert(area, `${before}${text} `);
  }

  function measure() {
    tooLong.hidden = area.value.length <= TEXT_LIMIT;
  }

  function show(value) {
    area.value = value ?? "";
    measure();
  }

  return { element, show, focus: () => area.focus() };
}

/** A day. Only a whole date is an answer; a half one says so once the field is left. */
export function date(block, { words, change, heard }) {
  const id = freshId();
  const about = hint(block.hint);
  const half = h("p", { class: "u-note", id: freshId(), hidden: true }, words("date_incomplete"));
  const input = h("input", {
    type: "date",
    id,
    class: "u-text u-date",
    min: "1900-01-01", // while a year is typed, browsers report the years 2, 20 and 202
    max: "9999-12-31",
    "aria-describedby": [about?.id, half.id].filter(Boolean).join(" "),
    ...PRIVATE,
    oninput: () => {
      if (isHalf()) return;
      mark();
      change(input.value || null, { typing: true });
    },
    onfocusout: () => {
      if (!isHalf()) return;
      mark();
      change(null);
    },
  });
  const row = openRow({
    words,
    leave: () => {
      show(null);
      input.focus();
      heard(words("left_open"));
      change(null);
    },
  });
  const element = h("div", { class: "u-field" },
    h("label", { class: "u-question", for: id }, block.question), about, input, half, row.element);

  const isHalf = () => !input.validity.valid;

  function mark() {
    half.hidden = !isHalf();
    row.show({ open: input.value === "" && !isHalf(), canLeave: input.value !== "" || isHalf() });
  }

  function show(value) {
    input.value = value ?? "";
    mark();
  }

  show(null);
  return { element, show, focus: () => input.focus() };
}

/** Two scales side by side. They stand for themselves: nothing is ever made of the two together. */
export function pair(block, context) {
  let value = {};
  const sides = ["left", "right"].map((name) => ({
    name,
    field: scale(block[name], {
      ...context,
      change: (number) => {
        value = { ...value, [name]: number };
        context.change(value.left === null && value.right === null ? null : value);
      },
    }),
  }));
  const element = h("fieldset", { class: "u-field" },
    h("legend", { class: "u-question" }, block.question),
    h("div", { class: "u-pair" }, sides.map(({ field }) => field.element)));

  function show(both) {
    value = { left: both?.left ?? null, right: both?.right ?? null };
    sides.forEach(({ name, field }) => field.show(value[name]));
  }

  show(null);
  return { element, show, focus: () => sides[0].field.focus() };
}

/** What a list's entry may ask. */
export const FIELDS = { scale, short, writing, choice, choices, date };
