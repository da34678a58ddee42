// A list of entries in the person's own order. Each entry is a card that unfolds; its fields are built when it is
// first opened, so that thirty of them cost little.

import { freshId, h, PRIVATE_TEXT } from "./element.js";
import { FIELDS } from "./fields.js";
import { dragInStack } from "./drag.js";
import { gist, nameField, nameOf } from "./reading.js";

/** Works on plain-http addresses of a room too, where crypto.randomUUID is missing. */
const newItemId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** `heard(sentence)` tells a screen reader; see fields.js for the rest of the contract. */
export function list(block, { words, label, change, heard }) {
  const naming = nameField(block);
  const asked = block.fields.map((field) => field.id);
  let cards = []; // in the person's order; the DOM follows
  let removed = null; // the line that offers to take the last removal back

  const heading = h("p", { class: "u-question", id: freshId() }, block.question);
  const stack = h("ol", { class: "u-cards", role: "list" });
  const empty = h("p", { class: "u-hint" }, words("empty_list"));
  const full = h("p", { class: "u-note", hidden: true }, words("too_many", { count: block.at_most }));
  const own = ownEntry();
  const suggestions = block.suggestions.map(suggestion);
  const adding = h("div", { class: "u-adding" }, suggestionGroups(), own);
  const element = h("div", { class: "u-field u-list", role: "group", "aria-labelledby": heading.id },
    heading, block.hint ? h("p", { class: "u-hint" }, block.hint) : null, empty, stack, full, adding);

  // Adding -----------------------------------------------------------------------------------------------

  function suggestion({ id, label: name, group }) {
    const taken = h("span", { class: "u-taken", hidden: true }, words("taken"));
    const button = h("button", { type: "button", class: "u-chip", onclick: () => take() }, h("span", {}, name), taken);
    const isTaken = () => cards.some((card) => card.item.from === id);
    function take() {
      if (!isTaken()) add({ from: id, [naming.id]: name });
    }
    function mark() {
      taken.hidden = !isTaken();
      button.setAttribute("aria-disabled", isTaken());
    }
    return { group, button, mark };
  }

  function suggestionGroups() {
    const groups = [...new Set(suggestions.map(({ group }) => group))];
    if (groups.length === 0) return null;
    const title = h("p", { class: "u-hint", id: freshId() }, words("add_suggestion"));
    return h("div", { role: "group", "aria-labelledby": title.id }, title,
      groups.map((group) =>
        h("details", { class: "u-suggestions" },
          h("summary", {}, words(`groups.${group}`)),
          h("div", { class: "u-chips" }, suggestions.filter((one) => one.group === group).map((one) => one.button)))));
  }

  function ownEntry() {
    if (naming.kind !== "short") {
      const text = words("add_one", { item: block.item });
      return h("button", { type: "button", class: "u-button", onclick: addBlank }, text);
    }
    const id = freshId();
    const input = h("input", {
      type: "text",
      id,
      class: "u-text",
      ...PRIVATE_TEXT,
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.isComposing) addOwn();
      },
    });
    function addOwn() {
      const name = input.value.trim();
      input.focus();
      if (name === "") return;
      input.value = "";
      add({ from: null, [naming.id]: name });
    }
    return h("div", { class: "u-own" },
      h("label", { class: "u-hint", for: id }, words("add_own")),
      h("div", { class: "u-own-row" }, input,
        h("button", { type: "button", class: "u-button", onclick: addOwn }, words("add"))));
  }

  /** An entry that no words name is opened at once, at its first field. */
  function addBlank() {
    const card = add({ from: null });
    card.open();
    card.fields[0].focus();
  }

  function add(given) {
    const card = newCard({ id: newItemId(), ...given });
    cards.push(card);
    stack.append(card.element);
    commit();
    heard(words("added", { name: card.name(), position: cards.length, count: cards.length }));
    if (adding.hidden) card.summary.focus(); // the list is full, and the field that had focus is gone
    return card;
  }

  // One entry --------------------------------------------------------------------------------------------

  function newCard(item) {
    // Only what this list asks is sent back: a field that the course has dropped would be refused for ever.
    const card = { item: Object.fromEntries(["id", "from", ...asked].map((key) => [key, item[key] ?? null])) };
    card.name = () => nameOf(block, card.item, words);
    card.fields = []; // built when it is first opened
    const name = h("span", { class: "u-name", id: freshId() });
    const says = h("span", { class: "u-gist" });
    const handleName = h("span", { class: "u-hidden" });
    const body = h("div", { class: "u-card-body" });
    card.summary = h("summary", { translate: "no", onclick: () => fill() }, name, says);
    const details = h("details", { class: "u-card-details" }, card.summary, body);
    const handle = h("button", {
      type: "button",
      class: "u-handle",
      translate: "no",
      onpointerdown: (event) => drag(card, event),
      onkeydown: (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        moveBy(card, step);
      },
    }, handleName);
    card.element = h("li", { class: "u-card" }, block.ordered ? handle : null, details);

    /** A button named by its own word and the entry's name: "Move up, a hand on my shoulder". */
    const button = (text, act) => {
      const id = freshId();
      const named = `${id} ${name.id}`;
      return h("button", { type: "button", class: "u-quiet", id, "aria-labelledby": named, onclick: act }, text);
    };

    card.refresh = () => {
      name.textContent = card.name();
      says.textContent = gist(block, card.item, { words, label });
      handleName.textContent = words("drag", { name: card.name() });
    };

    function fill() {
      if (body.hasChildNodes()) return;
      for (const field of block.fields) {
        const view = FIELDS[field.kind](field, {
          words,
          heard,
          change: (value, how) => {
            card.item = { ...card.item, [field.id]: value };
            card.refresh();
            commit(how);
          },
        });
        view.show(card.item[field.id]);
        body.append(view.element);
        card.fields.push(view);
      }
      body.append(h("div", { class: "u-card-buttons" },
        block.ordered
          ? [
            button(words("move_up"), () => moveBy(card, -1)),
            button(words("move_down"), () => moveBy(card, 1)),
            button(words("move_top"), () => moveBy(card, -cards.indexOf(card))),
          ]
          : null,
        button(words("remove"), () => remove(card))));
    }

    card.isOpen = () => details.open;
    card.open = () => {
      fill();
      details.open = true;
    };
    card.refresh();
    return card;
  }

  // Order ------------------------------------------------------------------------------------------------

  /** Puts a card at a place. The others move around it, so that it keeps focus and the pointer. */
  function place(card, to) {
    const from = cards.indexOf(card);
    cards.splice(from, 1);
    cards.splice(to, 0, card);
    if (to < from) card.element.after(...cards.slice(to + 1, from + 1).map((other) => other.element));
    if (to > from) card.element.before(...cards.slice(from, to).map((other) => other.element));
  }

  function moveBy(card, step) {
    const from = cards.indexOf(card);
    const to = Math.max(0, Math.min(cards.length - 1, from + step));
    if (to !== from) {
      place(card, to);
      commit();
      card.element.scrollIntoView({ block: "nearest" });
    }
    tellPlace(card);
  }

  const tellPlace = (card) =>
    heard(words("moved", { name: card.name(), position: cards.indexOf(card) + 1, count: cards.length }));

  function drag(card, event) {
    const before = cards.indexOf(card);
    dragInStack(event, {
      element: card.element,
      index: () => cards.indexOf(card),
      elements: () => cards.map((one) => one.element),
      place: (to) => place(card, to),
      onDrop: () => {
        if (cards.indexOf(card) === before) return;
        commit();
        tellPlace(card);
      },
    });
  }

  // Taking off, and taking that back ---------------------------------------------------------------------

  function remove(card) {
    const index = cards.indexOf(card);
    const undo = h("button", { type: "button", class: "u-button", onclick: () => putBack(card, index) }, words("undo"));
    const line = h("li", { class: "u-removed", translate: "no" },
      h("span", { id: freshId() }, words("removed", { name: card.name() })), undo);
    undo.setAttribute("aria-describedby", line.firstChild.id);
    cards.splice(index, 1);
    card.element.replaceWith(line);
    commit();
    removed = line; // stays until the next change, however long that takes
    undo.focus();
  }

  function putBack(card, index) {
    removed.replaceWith(card.element);
    removed = null;
    cards.splice(index, 0, card);
    commit();
    card.summary.focus();
    heard(words("undone", { name: card.name(), position: index + 1, count: cards.length }));
  }

  // The whole answer -------------------------------------------------------------------------------------

  function commit(how) {
    settle();
    change(cards.length > 0 ? cards.map((card) => card.item) : null, how);
  }

  function settle() {
    removed?.remove();
    removed = null;
    empty.hidden = cards.length > 0;
    full.hidden = cards.length < block.at_most;
    adding.hidden = cards.length >= block.at_most;
    suggestions.forEach((one) => one.mark());
  }

  function show(value) {
    const opened = new Set(cards.filter((card) => card.isOpen()).map((card) => card.item.id));
    cards = (value ?? []).map(newCard);
    cards.filter((card) => opened.has(card.item.id)).forEach((card) => card.open());
    stack.replaceChildren(...cards.map((card) => card.element));
    settle();
  }

  show(null);
  return { element, show, focus: () => (cards[0]?.summary ?? own.querySelector("input") ?? own).focus() };
}
