// One form field per kind of question. Each builder takes a block of the definition and `{words, change, heard}`:
// `change(value, {typing})` reports what the person did and `heard(sentence)` tells a screen reader; each returns
// `{element, show(value), focus()}`.
// `show` never reports: it is how answers from the space arrive.

import { freshId, h, PRIVATE, PRIVATE_TEXT } from "./element.js";

/** An answer of this kind may have at most so many characters (docs/protocol.md). Nothing is ever cut off. */
const TEXT_LIMIT = 200_000;

function hintOf(block) {
  return block.hint ? h("p", { class: "u-hint", id: freshId() }, block.hint) : null;
}

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
  const open = h("span", { class: "u-open" }, words("left_open"));
  const clear = h("button", { type: "button", class: "u-quiet", onclick: leaveOpen }, words("leave_open"));
  const element = h("fieldset", { class: "u-field u-scale" },
    h("legend", { class: "u-question" }, block.question),
    h("div", { class: "u-points" }, points),
    h("div", { class: "u-ends", "aria-hidden": "true" }, h("span", {}, block.low), h("span", {}, block.high)),
    h("div", { class: "u-after" }, open, clear),
  );

  function show(value) {
    radios.forEach((radio, index) => {
      radio.checked = numbers[index] === value;
    });
    open.hidden = value !== null;
    clear.hidden = value === null;
  }

  function choose(number) {
    show(number);
    change(number);
  }

  function leaveOpen() {
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
  const hint = hintOf(block);
  const input = h("input", {
    type: "text",
    id,
    class: "u-text",
    "aria-describedby": hint?.id,
    ...PRIVATE_TEXT,
    oninput: () => change(input.value || null, { typing: true }),
  });
  const element = h("div", { class: "u-field" },
    h("label", { class: "u-question", for: id }, block.question), hint, input);
  const show = (value) => {
    input.value = value ?? "";
  };
  return { element, show, focus: () => input.focus() };
}

/** Room to write, with first lines to borrow. Grows with what is written (worksheet.css). */
export function writing(block, { words, change }) {
  const id = freshId();
  const hint = hintOf(block);
  const tooLong = h("p", { class: "u-note", id: freshId(), hidden: true }, words("too_long"));
  const area = h("textarea", {
    id,
    class: "u-text u-writing",
    rows: block.lines,
    "aria-describedby": [hint?.id, tooLong.id].filter(Boolean).join(" "),
    ...PRIVATE_TEXT,
    oninput: () => {
      measure();
      change(area.value || null, { typing: true });
    },
  });
  area.style.setProperty("--u-lines", block.lines);
  const element = h("div", { class: "u-field" },
    h("label", { class: "u-question", for: id }, block.question), hint, area, tooLong,
    block.starters.length > 0 ? starters() : null);

  function starters() {
    const label = h("p", { class: "u-hint", id: freshId() }, `${words("starters")}. ${words("starters_hint")}`);
    const buttons = block.starters.map((text) =>
      h("button", { type: "button", class: "u-chip", onclick: () => add(text) }, `${text}\u00a0…`));
    return h("div", { class: "u-starters", role: "group", "aria-labelledby": label.id },
      label, h("div", { class: "u-chips" }, buttons));
  }

  /** Adds a first line at the end, as if it had been typed: the browser's own undo takes it back. */
  function add(text) {
    const before = area.value === "" || area.value.endsWith("\n") ? "" : "\n";
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    // execCommand is old, and still the only way to keep the native undo. Where it is missing, undo is too.
    if (!document.execCommand("insertText", false, `${before}${text} `)) {
      area.setRangeText(`${before}${text} `, area.value.length, area.value.length, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
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

/** Any number of options as chips, and own words. The value is null while nothing is chosen or written. */
export function choices(block, { words, change }) {
  let picked = []; // ids; one that the course no longer offers stays, unseen, until the person changes its answer
  const boxes = block.options.map((option) =>
    h("input", { type: "checkbox", value: option.id, ...PRIVATE, onchange: () => toggle(option.id) }),
  );
  const chips = block.options.map((option, index) =>
    h("label", { class: "u-chip u-choice" }, boxes[index],
      h("span", {}, option.label, option.hint ? h("span", { class: "u-hint" }, ` ${option.hint}`) : null)),
  );
  const full = block.at_most ? h("p", { class: "u-note", hidden: true }, words("too_many", { count: block.at_most })) : null;
  const id = freshId();
  const other = h("input", {
    type: "text",
    id,
    class: "u-text",
    ...PRIVATE_TEXT,
    oninput: () => report({ typing: true }),
  });
  const hint = hintOf(block);
  const element = h("fieldset", { class: "u-field", "aria-describedby": hint?.id },
    h("legend", { class: "u-question" }, block.question),
    hint,
    h("div", { class: "u-chips" }, chips),
    full,
    block.other ? h("div", { class: "u-own" }, h("label", { for: id, class: "u-hint" }, words("own_words")), other) : null,
  );

  function toggle(option) {
    picked = picked.includes(option) ? picked.filter((one) => one !== option) : [...picked, option];
    mark();
    report();
  }

  function report(how) {
    change(picked.length === 0 && other.value === "" ? null : { picked, other: other.value }, how);
  }

  function show(value) {
    picked = value?.picked ?? [];
    other.value = value?.other ?? "";
    mark();
  }

  function mark() {
    const isFull = full !== null && picked.length >= block.at_most;
    if (full) full.hidden = !isFull;
    boxes.forEach((box) => {
      box.checked = picked.includes(box.value);
      box.disabled = isFull && !box.checked;
    });
  }

  return { element, show, focus: () => boxes[0].focus() };
}

export const FIELDS = { scale, short, writing, choices };
