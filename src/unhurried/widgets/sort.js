// Cards that are put on piles. Each card is a question of its own, so that a keyboard, a finger or a voice is enough;
// the piles below fill as one answers, and take a card that is dragged by mouse or pen. See fields.js for the contract.

import { startDrag } from "./drag.js";
import { freshId, h, hint, PRIVATE } from "./element.js";

export function sort(block, { words, change, heard }) {
  let lies = new Map(); // card id -> pile id; what the course no longer has stays in it until the person changes it
  const none = pileView({ id: null, label: words("no_pile") });
  const piles = [...block.piles.map(pileView), none];
  const cards = block.cards.map(cardView);
  const about = hint(block.hint);
  const overview = h("p", { class: "u-hint", id: freshId() }, words("piles"));
  const element = h("fieldset", { class: "u-field u-sort", "aria-describedby": about?.id },
    h("legend", { class: "u-question" }, block.question), about,
    h("div", { class: "u-sort-cards" }, cards.map((card) => card.element)),
    h("div", { class: "u-piles", role: "group", "aria-labelledby": overview.id },
      h("div", {}, overview, h("p", { class: "u-hint u-with-mouse" }, words("drag_cards"))),
      piles.map((pile) => pile.element)));

  function pileView({ id, label }) {
    const name = h("p", { class: "u-pile-name", id: freshId() }, label);
    const list = h("ul", { role: "list", "aria-labelledby": name.id });
    const nothing = h("li", { class: "u-hint" }, words("pile_empty"));
    function fill() {
      const lying = cards.filter((card) => pileOf(card.id).id === id).map((card) => card.chip);
      list.replaceChildren(...(lying.length > 0 ? lying : [nothing]));
    }
    return { id, label, fill, element: h("div", { class: "u-pile" }, name, list) };
  }

  function cardView({ id, text, hint: more }) {
    const name = freshId();
    const note = hint(more);
    const radios = piles.map((pile) => h("input", { type: "radio", name, ...PRIVATE, onchange: () => put(id, pile) }));
    const element = h("fieldset", { class: "u-sort-card", "aria-describedby": note?.id },
      h("legend", {}, text), note,
      h("div", { class: "u-chips" }, piles.map((pile, index) =>
        h("label", { class: "u-chip u-choice" }, radios[index], h("span", {}, pile.label)))));
    const chip = h("li", {
      class: "u-pile-card",
      tabindex: -1, // Escape is heard while it is dragged; a keyboard never needs it
      onpointerdown: (event) => drag({ id, text, chip }, event),
    }, text);
    const mine = () => radios[piles.indexOf(pileOf(id))];
    const mark = () => {
      mine().checked = true;
    };
    return { id, element, chip, mark, focus: () => mine().focus() };
  }

  const pileOf = (card) => piles.find((pile) => pile.id === lies.get(card)) ?? none;

  function put(card, pile) {
    if (pile === none) lies.delete(card);
    else lies.set(card, pile.id);
    settle();
    change(lies.size > 0 ? Object.fromEntries(lies) : null);
  }

  function drag({ id, text, chip }, event) {
    if (event.pointerType === "touch") return; // a finger scrolls here
    const from = { x: event.clientX, y: event.clientY };
    let over = null;

    function move({ clientX, clientY }) {
      chip.style.translate = `${clientX - from.x}px ${clientY - from.y}px`;
      over = piles.find(({ element: pile }) => {
        const { left, right, top, bottom } = pile.getBoundingClientRect();
        return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
      });
      piles.forEach((pile) => pile.element.classList.toggle("u-over", pile === over));
    }

    function putBack() {
      chip.style.translate = "";
      piles.forEach((pile) => pile.element.classList.remove("u-over"));
    }

    function drop() {
      putBack();
      if (!over || over === pileOf(id)) return;
      put(id, over);
      heard(words("lies_on", { card: text, pile: over.label }));
    }

    startDrag(event, { element: chip, move, drop, putBack });
  }

  function settle() {
    cards.forEach((card) => card.mark());
    piles.forEach((pile) => pile.fill());
  }

  function show(value) {
    lies = new Map(Object.entries(value ?? {}));
    settle();
  }

  show(null);
  return { element, show, focus: () => cards[0].focus() };
}
