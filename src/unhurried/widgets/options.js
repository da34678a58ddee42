// Questions that offer options: one of them, or any number. Own words may stand beside what is picked, or alone.
// See fields.js for the contract.

import { freshId, h, hint, PRIVATE, PRIVATE_TEXT } from "./element.js";
import { openRow } from "./open.js";

const option = (input, { label, hint: more }) =>
  h("label", { class: "u-chip u-choice" }, input,
    h("span", {}, label, more ? h("span", { class: "u-hint u-option-hint" }, more) : null));

const group = (block, about, ...rest) =>
  h("fieldset", { class: "u-field", "aria-describedby": about?.id },
    h("legend", { class: "u-question" }, block.question), about, ...rest);

function ownWords(words, changed) {
  const id = freshId();
  const oninput = () => changed({ typing: true });
  const input = h("input", { type: "text", id, class: "u-text", ...PRIVATE_TEXT, oninput });
  const element = h("div", { class: "u-own" }, h("label", { for: id, class: "u-hint" }, words("own_words")), input);
  return { element, input };
}

/**
 * One of several options. Nothing is picked to begin with, and what is picked can be left open again. They stand below
 * each other, so that none is larger than another: to stay, to leave and not to know weigh the same.
 */
export function choice(block, { words, change, heard }) {
  let picked = null; // an id; one that the course no longer offers stays, unseen, until the person changes it
  const name = freshId();
  const radios = block.options.map((one) =>
    h("input", { type: "radio", name, value: one.id, ...PRIVATE, onchange: () => pick(one.id) }));
  const own = ownWords(words, report);
  const row = openRow({ words, leave });
  const element = group(block, hint(block.hint),
    h("div", { class: "u-chips u-stacked" }, block.options.map((one, index) => option(radios[index], one))),
    block.other ? own.element : null,
    row.element);

  function pick(id) {
    picked = id;
    report();
  }

  /** Own words stay: a press never takes away what somebody wrote. */
  function leave() {
    pick(null);
    radios[0].focus();
    const empty = own.input.value === "";
    heard(words(empty ? "left_open" : "unpicked"));
  }

  function report(how) {
    mark();
    change(picked === null && own.input.value === "" ? null : { picked, other: own.input.value }, how);
  }

  function show(value) {
    picked = value?.picked ?? null;
    own.input.value = value?.other ?? "";
    mark();
  }

  function mark() {
    radios.forEach((radio) => {
      radio.checked = radio.value === picked;
    });
    row.show({ open: picked === null && own.input.value === "", canLeave: picked !== null });
  }

  show(null);
  return { element, show, focus: () => (radios.find((radio) => radio.checked) ?? radios[0]).focus() };
}

/** Any number of options, or up to `at_most`. The value is null while nothing is picked or written. */
export function choices(block, { words, change, heard }) {
  let picked = []; // ids; one that the course no longer offers stays, unseen, until the person changes its answer
  const boxes = block.options.map((one) =>
    h("input", { type: "checkbox", value: one.id, ...PRIVATE, onchange: () => toggle(one.id) }));
  const own = ownWords(words, report);
  const upTo = block.at_most ? words("up_to", { count: block.at_most }) : null;
  const full = block.at_most
    ? h("p", { class: "u-note", hidden: true }, words("picked_all", { count: block.at_most }))
    : null;
  const element = group(block, hint([block.hint, upTo].filter(Boolean).join(" ")),
    h("div", { class: block.options.some((one) => one.hint) ? "u-chips u-stacked" : "u-chips" },
      block.options.map((one, index) => option(boxes[index], one))),
    full,
    block.other ? own.element : null);

  const isFull = () => full !== null && picked.length >= block.at_most;

  function toggle(id) {
    picked = picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id];
    report();
    if (isFull()) heard(full.textContent);
  }

  function report(how) {
    mark();
    change(picked.length === 0 && own.input.value === "" ? null : { picked, other: own.input.value }, how);
  }

  function show(value) {
    picked = value?.picked ?? [];
    own.input.value = value?.other ?? "";
    mark();
  }

  function mark() {
    if (full) full.hidden = !isFull();
    boxes.forEach((box) => {
      box.checked = picked.includes(box.value);
      box.disabled = isFull() && !box.checked;
    });
  }

  return { element, show, focus: () => boxes[0].focus() };
}
