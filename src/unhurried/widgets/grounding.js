// Ways to steady oneself, in a drawer: one is open at a time, and nothing runs by itself. Before it, the question whether
// this is about then or about now. What is pressed or typed here is kept nowhere, but for the list of ways that help.

import { freshId, h, PRIVATE_TEXT } from "./element.js";
import { getHelp } from "./get_help.js";
import { list } from "./list.js";
import { mount } from "./worksheet.js";

const TIMES = ["then", "now", "cannot_tell"];

/** Then or now? An alarm may be right: "now" leads to help, and the ways stay where they are. */
function thenOrNow({ says, words, heard }) {
  const name = h("p", { class: "u-question", id: freshId() }, says("then_or_now"));
  const reply = h("p", { class: "u-note", hidden: true });
  const help = getHelp(words);
  const buttons = TIMES.map((time) => h("button", {
    type: "button",
    class: "u-button u-toggle",
    "aria-pressed": "false",
    onclick: ({ currentTarget }) => {
      for (const one of buttons) one.setAttribute("aria-pressed", one === currentTarget);
      reply.textContent = says(`${time}_says`);
      reply.hidden = false;
      if (help) help.hidden = time === "then";
      heard(reply.textContent);
    },
  }, says(time)));
  if (help) help.hidden = true;
  return h("div", { class: "u-field", role: "group", "aria-labelledby": name.id },
    name, h("p", { class: "u-hint" }, says("not_kept")),
    h("div", { class: "u-offers" }, buttons), reply, help);
}

/** One line for one word, which goes to the list or nowhere. */
function oneWord(text, about) {
  const input = h("input", { type: "text", class: "u-text", id: freshId(), "aria-describedby": about, ...PRIVATE_TEXT });
  return { input, element: h("div", { class: "u-own" }, h("label", { for: input.id }, text), input) };
}

/**
 * The ways as buttons, and below them the one that is open. `tools`: `[{block, steps}]`, `steps` being a way's element; all
 * of them stay on the page, so that they can be printed. `take(entry)` puts a way on the list. Returns `{element, mark}`;
 * `mark(mine)` is told what is on the list.
 */
function drawer(tools, { says, take }) {
  const name = h("h3", { id: freshId() }, says("drawer"));
  const about = h("p", { class: "u-hint", id: freshId() }, says("words_about"));
  const before = oneWord(says("before_word"), about.id);
  const after = oneWord(says("after_word"), about.id);
  const helps = h("button", { type: "button", class: "u-button", onclick: () => keep() }, says("helps"));
  const isMine = h("p", { tabindex: "-1" }, says("is_mine"));
  const back = h("button", { type: "button", class: "u-quiet", onclick: () => putBack() }, says("put_back"));
  const trying = h("div", { class: "u-trying" }, after.element, about, helps);
  const place = h("div", { class: "u-way", id: freshId(), role: "group", tabindex: "-1" },
    before.element, tools.map(({ steps }) => steps), trying, isMine, back);
  const buttons = tools.map(({ block: { question, hint } }, index) => h("button", {
    type: "button",
    class: "u-chip",
    "aria-controls": place.id,
    onclick: () => (open === index ? putBack() : takeOut(index)),
  }, h("span", {}, question, hint ? h("span", { class: "u-hint u-option-hint" }, hint) : null)));
  let open = -1; // which of them; -1: none
  let mine = [];

  function draw() {
    const isTaken = open >= 0 && mine.some(({ from }) => from === tools[open].block.id);
    place.classList.toggle("u-shut", open < 0);
    tools.forEach(({ steps }, index) => steps.classList.toggle("u-shut", index !== open));
    buttons.forEach((button, index) => button.setAttribute("aria-expanded", index === open));
    before.element.hidden = trying.hidden = isTaken;
    isMine.hidden = !isTaken;
  }

  /** Words of an earlier try go with each change of the way. */
  function turnTo(index) {
    open = index;
    before.input.value = after.input.value = "";
    draw();
  }

  function takeOut(index) {
    turnTo(index);
    place.setAttribute("aria-label", tools[index].block.question);
    place.focus(); // and not the field: on a phone, a keyboard would cover what there is to do
  }

  function putBack() {
    const button = buttons[open];
    turnTo(-1);
    button.focus();
  }

  function keep() {
    const { id, question } = tools[open].block;
    take({ from: id, way: question, before: before.input.value.trim() || null, after: after.input.value.trim() || null });
    if (trying.hidden) isMine.focus(); // the button is gone, and focus must stay somewhere
  }

  function mark(now) {
    mine = now;
    draw();
  }

  draw();
  const element = h("section", { class: "u-drawer", "aria-labelledby": name.id },
    name, h("p", { class: "u-hint" }, says("drawer_about")), h("div", { class: "u-chips u-drawer-ways" }, buttons), place);
  return { element, mark };
}

export default {
  render({ model, el }) {
    let mine = null;
    let ways = null;
    const exercise = mount({
      model,
      el,
      own: {
        mine: (block, context) => {
          mine = list(block, context);
          return mine;
        },
      },
      answered: () => ways.mark(exercise.keeping.answers.mine ?? []),
    });
    const { definition, sections, says } = exercise;
    const tools = definition.blocks.filter(({ kind }) => kind === "steps")
      .map((block) => ({ block, steps: sections.get(block.id) }));
    const question = thenOrNow(exercise);
    tools[0].steps.before(question);
    ways = drawer(tools, { says, take: (entry) => mine.add(entry) });
    question.after(ways.element);
    exercise.begin();
    return exercise.close;
  },
};
