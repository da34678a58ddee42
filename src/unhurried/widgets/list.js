// A list of entries in the person's own order. Each entry is a card that unfolds; its fields are built when it is
// first opened, so that thirty of them cost little.

import { freshId, h, PRIVATE_TEXT } from "./element.js";
import { FIELDS } from "./fields.js";
import { dragInStack } from "./drag.js";
import { gist, nameField, nameOf } from "./reading.js";

/** Works on plain-http addresses of a room too, where crypto.randomUUID is missing. */
const newItemId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The group of suggestions that is shown only when it is asked for; the course's files are held to this name. */
const SECOND_LIST = "sexual";
/** So many entries of a long list are drawn at first. */
const DRAWN = 12;

/**
 * `heard(sentence)` tells a screen reader; see fields.js for the rest of the contract. `second`: the words of the button
 * that shows the second list of suggestions.
 * `offered`: entries of another list, `{title, entries() -> [{id, label, …}], also()}`: each may be taken any number of
 * times, `also()` is what an entry in own words begins with, and the newest stands first. The field then has `offer()`,
 * which draws them anew. Any list's field has `add(entry)`, which tells how it went, and adds nothing to a full list.
 */
export function list(block, { words, label, change, heard, offered = null, second = "" }) {
  const naming = nameField(block);
  const asked = block.fields.map((field) => field.id);
  let cards = []; // in the person's order; the DOM follows
  let removed = null; // the line that offers to take the last removal back

  const heading = h("p", { class: "u-question", id: freshId() }, block.question);
  const stack = h("ol", { class: "u-cards", role: "list" });
  const empty = h("p", { class: "u-hint" }, words("empty_list"));
  const full = h("p", { class: "u-note", hidden: true }, words("too_many", { count: block.at_most }));
  const own = ownEntry();
  const newestFirst = offered !== null;
  const suggestions = block.suggestions.map(suggestion);
  const offers = h("div", { class: "u-chips" });
  const older = h("button", { type: "button", class: "u-button", hidden: true, onclick: () => drawAll() });
  const adding = h("div", { class: "u-adding" }, offersGroup(), suggestionGroups(), own);
  const element = h("div", { class: "u-field u-list", role: "group", "aria-labelledby": heading.id },
    heading, block.hint ? h("p", { class: "u-hint" }, block.hint) : null,
    newestFirst ? [adding, full, empty, stack, older] : [empty, stack, full, adding]);

  // Adding -----------------------------------------------------------------------------------------------

  function suggestion({ id, label: name, group = null, about = "", gentler: _gentler, ...more }) {
    const taken = h("span", { class: "u-taken", id: freshId(), hidden: true }, words("taken"));
    const told = about ? h("span", { class: "u-hint u-option-hint", id: freshId() }, about) : null;
    const called = h("span", { id: freshId() }, name);
    const button = h("button", {
      type: "button",
      class: "u-chip",
      "aria-labelledby": called.id,
      onclick: () => take(),
    }, h("span", {}, called, told), taken);
    const isTaken = () => !newestFirst && cards.some((card) => card.item.from === id);
    function take() {
      if (!isTaken()) add({ ...more, from: id, [naming.id]: name });
    }
    function mark() {
      taken.hidden = !isTaken();
      button.setAttribute("aria-disabled", isTaken());
      button.setAttribute("aria-describedby", [told?.id, isTaken() && taken.id].filter(Boolean).join(" "));
    }
    return { group, button, mark };
  }

  function suggestionGroups() {
    const groups = [...new Set(suggestions.map(({ group }) => group))];
    if (groups.length === 0) return null;
    const title = h("p", { class: "u-hint", id: freshId() }, words("add_suggestion"));
    const shown = groups.map((group) => {
      const mine = suggestions.filter((one) => one.group === group);
      const long = block.suggestions.some((one) => one.group === group && one.about);
      return h("details", { class: "u-suggestions", hidden: group === SECOND_LIST },
        h("summary", {}, words(`groups.${group}`)),
        h("div", { class: long ? "u-chips u-stacked" : "u-chips" }, mine.map((one) => one.button)));
    });
    return h("div", { role: "group", "aria-labelledby": title.id }, title, shown, asking(shown[groups.indexOf(SECOND_LIST)]));
  }

  /** The button that the second list waits behind; nothing where there is none. */
  function asking(details) {
    if (!details) return null;
    const button = h("button", {
      type: "button",
      class: "u-quiet",
      onclick: () => {
        details.hidden = false;
        details.open = true;
        details.firstChild.focus();
        button.remove();
      },
    }, second);
    return button;
  }

  function offersGroup() {
    if (!offered) return null;
    const title = h("p", { class: "u-hint", id: freshId() }, offered.title);
    return h("div", { role: "group", "aria-labelledby": title.id, hidden: true }, title, offers);
  }

  /** Draws what is offered just now. */
  function offer() {
    const shown = offered.entries().map(suggestion);
    suggestions.splice(block.suggestions.length, suggestions.length, ...shown);
    offers.replaceChildren(...shown.map(({ button }) => button));
    offers.parentElement.hidden = shown.length === 0;
    shown.forEach((one) => one.mark());
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
      add({ ...offered?.also(), from: null, [naming.id]: name });
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
    if (cards.length >= block.at_most) {
      heard(full.textContent);
      return null;
    }
    const card = newCard({ id: newItemId(), ...given });
    if (newestFirst) {
      cards.unshift(card);
      stack.prepend(card.element);
    } else {
      cards.push(card);
      stack.append(card.element);
    }
    commit();
    heard(words("added", { name: card.name(), position: cards.indexOf(card) + 1, count: cards.length }));
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
      const { gentler } = block.suggestions.find(({ id }) => id === card.item.from) ?? {};
      if (gentler) body.append(h("p", { class: "u-hint" }, words("gentler_still", { words: gentler })));
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
    const drawn = newestFirst ? cards.slice(0, DRAWN) : cards;
    stack.replaceChildren(...drawn.map((card) => card.element));
    older.hidden = drawn.length === cards.length;
    older.textContent = words("show_older", { count: cards.length });
    settle();
  }

  function drawAll() {
    const missing = cards.filter((card) => !card.element.isConnected);
    stack.append(...missing.map((card) => card.element));
    older.hidden = true;
    missing[0].summary.focus();
  }

  show(null);
  return { element, show, offer, add, focus: () => (cards[0]?.summary ?? own.querySelector("input") ?? own).focus() };
}
