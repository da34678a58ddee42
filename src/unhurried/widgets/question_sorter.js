// Own questions, and below them the piles that they are laid on. The list asks what each question is; where it belongs is
// asked once, on the piles. Both are one answer.

import { h } from "./element.js";
import { list } from "./list.js";
import { sort } from "./sort.js";
import { same } from "./values.js";
import { mount } from "./worksheet.js";

const LETTERS = /\p{Letter}+/gu;

/** Whether a text has a word that begins like one of `beginnings`. */
const asksForDetail = (text, beginnings) =>
  (text.toLowerCase().match(LETTERS) ?? []).some((word) => beginnings.some((one) => word.startsWith(one)));

function questions(block, context, says) {
  const { change } = context;
  const pile = block.fields.find(({ id }) => id === "pile");
  const beginnings = says.detail_words.split(",").map((one) => one.trim());
  const lies = new Map(); // question id -> its answer to `pile`; of one that was taken off too, in case it comes back
  let asked = [];
  let board = null;
  let cards = [];

  const own = list({ ...block, fields: block.fields.filter((field) => field !== pile) }, {
    ...context,
    change(value, how) {
      asked = value ?? [];
      draw();
      report(how);
    },
  });
  const place = h("div", { translate: "no" });

  const report = (how) =>
    change(asked.length > 0 ? asked.map((one) => ({ ...one, pile: lies.get(one.id) ?? null })) : null, how);

  /** The board is made anew when a question is another one, and never under somebody's hand: they are in the list then. */
  function draw() {
    const now = asked.filter(({ question }) => question?.trim()).map(({ id, question }) => ({
      id,
      text: question,
      hint: asksForDetail(question, beginnings) ? says.detail : null,
    }));
    if (!same(now, cards)) {
      cards = now;
      board = cards.length === 0 ? null : sort(
        { question: says.sort_them, cards, piles: pile.options },
        { ...context, change: lay },
      );
      place.replaceChildren(...(board ? [board.element] : []));
    }
    board?.show(Object.fromEntries(cards.map(({ id }) => [id, lies.get(id)?.picked ?? null])));
  }

  function lay(value) {
    for (const { id } of cards) lies.set(id, value?.[id] ? { picked: value[id], other: "" } : null);
    report();
  }

  function show(value) {
    asked = value ?? [];
    asked.forEach((one) => lies.set(one.id, one.pile));
    own.show(value);
    draw();
  }

  return { element: h("div", { class: "u-own-questions" }, own.element, place), show, focus: own.focus };
}

export default {
  render({ model, el }) {
    const { blocks, says } = model.get("definition");
    const piles = blocks.find(({ result }) => result === "question_piles");
    const exercise = mount({
      model,
      el,
      own: {
        questions: (block, context) => questions(block, context, says),
        // The piles stand below the questions already; their table is for paper.
        [piles.id]: () => ({ element: h("div", { hidden: true }), show() {} }),
      },
    });
    exercise.begin();
    return exercise.close;
  },
};
