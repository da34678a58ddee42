/** A leader's page: the session step by step, and what turns everybody's screens. It has nobody's answers. */

import { h } from "../../element.js";
import { joining } from "./projector.js";
import { area, asking, button, paragraphs, part, quietTime, resultOf } from "./stage.js";

const DONE = 4_000; // ms for which a button says what it did

export function leader({ words, line, config, titles, say }) {
  const time = quietTime(words);
  const notice = h("p", { class: "room-notice", role: "status" });
  const [top, signals, step, asked, agenda, results, door, links, print, ending] = Array.from({ length: 10 }, area);
  const [title, rehearsal] = [h("h1", {}), h("p", { class: "mark", hidden: true }, words("rehearsal"))];
  const here = h("p", { class: "quiet" });
  const made = new Map(); // role -> the link that was made last
  let room = null;
  let plan = null;
  let leading = { signals: [], results: [], pulses: 0, can_ask: false, here: 0, agreed: 0 };
  let joinBy = null;

  const element = h("div", { class: "room-lead" },
    top.element, title, rehearsal, h("p", { class: "quiet" }, words("lead.private")), here, signals.element, notice,
    h("div", { class: "room-columns" },
      h("div", {}, time.element, step.element, asked.element, results.element),
      h("div", {}, ...[agenda, door, links, print, ending].map((one) => one.element))));
  top.element.className = "room-top";

  const act = (type, fields = {}) => () => line.send({ type, ...fields });
  const current = () => plan.steps[room.step.number - 1];

  // Always within reach ------------------------------------------------------------------------------------

  function controls() {
    const { number, of } = room.step;
    const go = (place) => () => {
      if (room.asked?.state === "open" && !confirm(words("lead.go_closes"))) return;
      line.send({ type: "go", step: plan.steps[place - 1].id });
    };
    return [
      button(words(room.paused ? "lead.unpause" : "lead.pause"), act("pause", { on: !room.paused }),
        { class: "button main", "aria-pressed": String(room.paused) }),
      button(words("lead.back"), go(number - 1), { disabled: number === 1 || room.paused }),
      button(words("lead.next"), go(number + 1), { disabled: number === of || room.paused }),
      room.paused ? h("p", { role: "status" }, words("lead.all_paused")) : null,
    ];
  }

  function callsForUs() {
    if (leading.signals.length === 0) return null;
    return h("div", { class: "box", role: "alert" }, h("h2", {}, words("lead.check_title")),
      h("p", { class: "quiet" }, words("lead.check_about")),
      h("ul", {}, leading.signals.map(({ signal, card }) => h("li", {}, cardOf(card), " ",
        button(words("lead.heard"), act("heard", { signal }))))));
  }

  function cardOf({ colour, number }) {
    if (colour === null && number === null) return words("lead.no_card");
    return [colour, number].filter((one) => one !== null).join(" ");
  }

  // The step -----------------------------------------------------------------------------------------------

  function stepNow() {
    const now = current();
    return part(2, now.title,
      h("p", { class: "quiet" }, `${words("lead.place", { number: room.step.number, of: room.step.of })} ${
        words("lead.minutes", { minutes: now.minutes })}`),
      h("p", {}, now.purpose),
      timerButtons(),
      breakout(now),
      now.say ? part(3, words("lead.say"), h("div", { class: "room-say" }, paragraphs(now.say))) : null,
      list("lead.watch", now.watch), list("lead.safety", now.safety),
      now.shown ? part(3, words("lead.shown"), paragraphs(now.shown)) : null,
      now.worksheets.length === 0 ? null
        : part(3, words("exercises.title"), h("ul", {}, now.worksheets.map((id) => h("li", {}, titles[id])))));
  }

  const list = (name, lines) =>
    (lines.length === 0 ? null : part(3, words(name), h("ul", {}, lines.map((one) => h("li", {}, one)))));

  function timerButtons() {
    if (room.timer === null) return null;
    const { form, running } = room.timer;
    return h("div", { class: "row" },
      button(words(running ? "lead.timer.stop" : "lead.timer.start"), act("timer", { act: running ? "stop" : "start" }),
        { disabled: room.paused }),
      button(words(`lead.timer.again.${form}`), act("timer", { act: "again" }), { disabled: room.paused }),
      button(words("lead.timer.minute"), act("timer", { act: "minute" }), { disabled: room.paused }));
  }

  function breakout(now) {
    if (now.breakout === null) return null;
    return h("div", { class: "box" }, h("p", {}, now.breakout.report),
      h("p", {}, words("lead.colours", { colours: now.breakout.colours.join(", ") })),
      h("div", { class: "row" }, button(words(room.breakout ? "lead.breakout.back" : "lead.breakout.go"),
        act("breakout", { on: !room.breakout }), { disabled: room.paused })));
  }

  // Questions ----------------------------------------------------------------------------------------------

  function questions() {
    const now = room.asked;
    if (now?.state === "open") {
      return part(2, words("lead.questions"), h("p", {}, h("strong", {}, asking(now, words).question)),
        h("p", {}, words("lead.open")),
        h("div", { class: "row" }, button(words("lead.close"), act("close", { asked: now.asked }), { class: "button main" })));
    }
    return part(2, words("lead.questions"), prompt(current()), h("div", { class: "row" },
      button(words("lead.pulse"), act("pulse"), { disabled: room.paused || leading.pulses === 0 }),
      h("span", { class: "quiet" }, words("lead.pulses_left", { count: leading.pulses }))));
  }

  function prompt({ prompt: one }) {
    if (one === null) return null;
    return [
      h("p", {}, h("strong", {}, one.question)), h("ul", {}, one.options.map(({ label }) => h("li", {}, label))),
      h("p", { class: "quiet" }, words(one.sensitive ? "lead.sensitive" : "lead.not_sensitive")),
      h("div", { class: "row" }, button(words(leading.can_ask ? "lead.ask" : "lead.was_asked"), act("ask"),
        { disabled: room.paused || !leading.can_ask })),
    ];
  }

  function allResults() {
    if (leading.results.length === 0) return null;
    return part(2, words("lead.results"), [...leading.results].reverse().map((one) => {
      const { question, labels } = asking(one, words);
      const shown = room.asked?.asked === one.asked && room.asked.state === "shown";
      const turn = button(words(shown ? "lead.hide" : "lead.show"), act(shown ? "hide" : "show", { asked: one.asked }),
        { disabled: room.paused || room.asked?.state === "open" });
      return h("div", { class: "box" }, h("h3", {}, question), resultOf(one.result, labels, words),
        h("div", { class: "row" }, turn));
    }));
  }

  // Around it ----------------------------------------------------------------------------------------------

  function wholeEvening() {
    return part(2, words("lead.agenda", { minutes: plan.minutes }),
      h("ol", { class: "room-agenda" }, plan.steps.map((one, index) =>
        h("li", { "aria-current": index === room.step.number - 1 ? "step" : null }, one.title,
          h("span", { class: "quiet" }, ` ${words("lead.minutes", { minutes: one.minutes })}`)))));
  }

  function atTheDoor() {
    const { open } = joinBy;
    const closed = part(2, words("door.title"), h("p", {}, words("lead.door_closed")));
    return [open ? joining({ ...joinBy, words, config }) : closed,
      h("div", { class: "row" }, button(words(open ? "lead.shut_door" : "lead.open_door"), act("door", { open: !open })))];
  }

  function otherPages() {
    return part(2, words("lead.links"), h("p", { class: "quiet" }, words("lead.links_about")),
      ["projector", "co_leader"].map((one) => [
        h("div", { class: "row" }, button(words(`lead.link.${one}`), act("seat", { role: one }))),
        made.has(one) ? h("p", { class: "room-link" }, h("label", {}, words(`lead.link_for.${one}`), h("input", {
          type: "text", readonly: true, value: made.get(one), autocomplete: "off", spellcheck: "false", translate: "no",
          onfocus: (event) => event.target.select(),
        }))) : null,
      ]));
  }

  function onPaper() {
    const status = h("p", { class: "quiet", role: "status" });
    const get = (what) => async () => {
      status.textContent = words("lead.print.making");
      const response = await fetch(`${config.base}room/${what}`).catch(() => null);
      if (!response?.ok) {
        status.textContent = words(response?.status === 404 ? "lead.print.none" : "lead.print.failed");
        return;
      }
      const address = URL.createObjectURL(await response.blob());
      open(address, "_blank");
      status.textContent = "";
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    };
    return part(2, words("lead.print.title"), h("div", { class: "row" },
      button(words("lead.print.handouts"), get("handouts")), button(words("lead.print.guide"), get("guide"))), status);
  }

  function theEnd() {
    const end = () => confirm(words("lead.end.sure")) && line.send({ type: "end" });
    return part(2, words("lead.end.title"), h("p", { class: "quiet" }, words("lead.end.about")),
      h("div", { class: "row" }, button(words("lead.end.button"), end)));
  }

  function draw() {
    if (room === null || plan === null) return;
    const { paused, asked: now } = room;
    title.textContent = room.session;
    rehearsal.hidden = !room.rehearsal;
    here.textContent = words("lead.here", { here: leading.here, agreed: leading.agreed });
    top.draw([room.step.id, paused, now?.state === "open"], controls);
    signals.draw(leading.signals, callsForUs);
    step.draw([room.step.id, room.timer?.running, room.breakout, paused], stepNow);
    asked.draw([room.step.id, now?.asked, now?.state, paused, leading.can_ask, leading.pulses], questions);
    results.draw([leading.results, now?.asked, now?.state, paused], allResults);
    agenda.draw(room.step.id, wholeEvening);
    if (joinBy !== null) door.draw(joinBy, atTheDoor);
    print.draw(true, onPaper);
    if (room.role === "leader") {
      links.draw([...made], otherPages);
      ending.draw(true, theEnd);
    }
  }

  return {
    element,
    notice(sentence) {
      notice.textContent = sentence;
      setTimeout(() => { if (notice.textContent === sentence) notice.textContent = ""; }, DONE);
    },
    room(message) {
      room = message;
      time.show(room.timer);
      draw();
    },
    plan(message) {
      plan = message.plan;
      draw();
    },
    leading(message) {
      leading = message;
      draw();
    },
    door(message) {
      joinBy = message;
      draw();
    },
    seat({ role, address }) {
      made.set(role, address);
      draw();
      say(words("lead.link_made"));
    },
    close: time.close,
  };
}
