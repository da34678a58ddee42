/** A participant's page: what the room is doing, and the few things that a person may say to it. */

import { freshId, h } from "../../element.js";
import { area, asking, button, part, quietTime, resultOf, stepShown } from "./stage.js";

export function participant({ words, line, config, titles, places, say }) {
  const time = quietTime(words);
  const [agreements, step, asked, exercises, check, card] = Array.from({ length: 6 }, area);
  const title = h("h1", {});
  const rehearsal = h("p", { class: "mark", hidden: true }, words("rehearsal"));
  let room = null;
  let you = { agreed: false, card: { colour: null, number: null }, check: "off", answer: null };
  let chosen = null; // {asked, option}: what was pressed last, until the room says what it holds

  const element = h("div", {},
    title, rehearsal, agreements.element, time.element, step.element, asked.element, exercises.element, check.element,
    card.element, h("p", { class: "quiet" }, words("kept")));

  // What everybody agrees on ------------------------------------------------------------------------------

  function agreed() {
    const list = h("ul", {}, room.agreements.map((one) => h("li", {}, one)));
    if (you.agreed) return h("details", {}, h("summary", {}, words("agreements.title")), list);
    const agree = button(words("agreements.agree"), () => line.send({ type: "agree" }), { class: "button main" });
    return part(2, words("agreements.title"), list, h("div", { class: "row" }, agree),
      h("p", { class: "quiet" }, words("agreements.not")));
  }

  // What is asked -----------------------------------------------------------------------------------------

  /** What this person has chosen of what is asked now: `{option}`, or null. */
  function mine() {
    const { asked: number } = room.asked ?? {};
    return [chosen, you.answer].find((one) => one !== null && one.asked === number) ?? null;
  }

  function question() {
    const now = room.asked;
    if (now === null) return null;
    const { question: text, labels } = asking(now, words);
    if (now.state === "shown") return part(2, text, resultOf(now.result, labels, words));
    if (now.state === "closed") return part(2, text, h("p", {}, words("asked.closed")));
    if (!you.agreed) return part(2, text, h("p", {}, words("refused.agree_first")));
    const given = mine();
    const name = freshId();
    const option = (value, label) => h("label", { class: "room-option" },
      h("input", {
        type: "radio", name, value: value ?? "", autocomplete: "off", checked: given !== null && given.option === value,
        onchange: () => answer(value),
      }), h("span", {}, label));
    return [
      h("fieldset", { class: "room-options" }, h("legend", {}, text),
        now.options.map(({ id }) => option(id, labels[id])), option(null, words("asked.pass"))),
      h("p", { class: "quiet", role: "status" }, words(`asked.${howFar(given)}`)),
    ];
  }

  function howFar(given) {
    if (given === null) return "about";
    if (line.waitsFor("answer")) return "sending";
    return given.option === null ? "passed" : "held";
  }

  function answer(option) {
    chosen = { asked: room.asked.asked, option };
    line.send({ type: "answer", ...chosen });
    draw();
  }

  // Exercises of one's own ------------------------------------------------------------------------------

  function ownExercises() {
    const { worksheets } = room.step;
    if (worksheets.length === 0) return null;
    const link = (id) => h("a", { href: `${config.base}${places[id]}`, target: "_blank", rel: "noopener" }, titles[id]);
    return part(2, words("exercises.title"), h("ul", {}, worksheets.map((id) => h("li", {}, link(id)))),
      h("p", { class: "quiet" }, words("exercises.about")));
  }

  // One's own: a leader at one's side, and the card --------------------------------------------------------------

  function checkOnMe() {
    const on = you.check !== "off";
    const press = () => line.send({ type: "check", on: !on });
    return h("div", { class: "box" },
      h("div", { class: "row" }, button(words(on ? "check.take_back" : "check.ask"), press)),
      h("p", { class: "quiet", role: "status" }, words(`check.${you.check}`)));
  }

  function drawn() {
    const [colour, number] = [freshId(), freshId()];
    const send = () => line.send({
      type: "card", colour: form.querySelector("select")?.value || null, number: Number(form.querySelector("input").value) || null,
    });
    const choose = h("select", { id: colour, autocomplete: "off", onchange: send },
      h("option", { value: "" }, words("card.none")),
      room.colours.map((one) => h("option", { value: one, selected: one === you.card.colour }, one)));
    const form = h("div", { class: "row" },
      room.colours.length === 0 ? null : [h("label", { for: colour }, words("card.colour")), choose],
      h("label", { for: number }, words("card.number")),
      h("input", {
        id: number, type: "number", class: "room-number", min: "1", max: "99", inputmode: "numeric", autocomplete: "off",
        value: you.card.number, onchange: (event) => event.target.checkValidity() && send(),
      }));
    return h("details", { open: card.element.querySelector("details")?.open ?? false },
      h("summary", {}, words("card.title")), h("p", { class: "quiet" }, words("card.about")), form);
  }

  // What the room says -------------------------------------------------------------------------------------

  function draw() {
    if (room === null) return;
    title.textContent = room.session;
    rehearsal.hidden = !room.rehearsal;
    const group = !room.breakout ? null : you.card.colour === null ? words("breakout.by_card")
      : words("breakout.group", { colour: you.card.colour });
    agreements.draw([room.agreements, you.agreed], agreed);
    step.draw([room.step.id, group], () => stepShown({ ...room, breakout: group }, words));
    asked.draw([room.asked, you.agreed, mine(), line.waitsFor("answer")], question);
    exercises.draw(room.step.worksheets, ownExercises);
    check.draw(you.check, checkOnMe);
    card.draw([room.colours, you.card, you.agreed], () => (you.agreed ? drawn() : null));
  }

  return {
    element,
    room(message) {
      room = message;
      time.show(room.timer);
      draw();
    },
    you(message) {
      you = message;
      if (!line.waitsFor("answer")) chosen = null;
      draw();
    },
    kept: draw,
    refused(why, message) {
      if (message?.type === "answer") chosen = null;
      say(words(`refused.${why}`));
      draw();
    },
    close: time.close,
  };
}
