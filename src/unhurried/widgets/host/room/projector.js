/** What hangs on the wall: the door while it is open, the step, and results. Nothing can be sent from here. */

import { h } from "../../element.js";
import { asking, part, quietTime, resultOf, stepShown } from "./stage.js";

export function projector({ words, config }) {
  const time = quietTime(words);
  const [title, rehearsal] = [h("h1", {}), h("p", { class: "mark", hidden: true }, words("rehearsal"))];
  const [step, asked, door] = [h("div", {}), h("div", {}), h("div", {})];
  const element = h("div", { class: "room-wall" }, title, rehearsal, time.element, step, asked, door);

  function drawAsked(now) {
    if (now === null) return asked.replaceChildren();
    const { question, labels } = asking(now, words);
    const inside = {
      open: () => [h("p", {}, words("asked.on_phone")), h("ul", {}, now.options.map(({ id }) => h("li", {}, labels[id])))],
      closed: () => [h("p", {}, words("asked.closed"))],
      shown: () => resultOf(now.result, labels, words),
    }[now.state]();
    asked.replaceChildren(part(2, question, ...inside));
  }

  return {
    element,
    room(room) {
      title.textContent = room.session;
      rehearsal.hidden = !room.rehearsal;
      time.show(room.timer);
      step.replaceChildren(stepShown({ ...room, breakout: room.breakout ? words("breakout.by_card") : null }, words,
        room.step.kind === "agreements" ? h("ul", {}, room.agreements.map((one) => h("li", {}, one))) : null));
      drawAsked(room.asked);
    },
    door({ open, address, code }) {
      door.replaceChildren(open ? joining({ address, code, words, config }) : "");
    },
    close: time.close,
  };
}

/** How to come in: a picture for phones, an address, and the code. */
export function joining({ address, code, words, config }) {
  return part(2, words("door.title"),
    h("div", { class: "room-door" },
      h("img", { src: `${config.base}room/qr.svg`, alt: words("door.qr"), width: "240", height: "240" }),
      h("dl", {}, h("dt", {}, words("door.address")), h("dd", { translate: "no" }, new URL(address).host),
        h("dt", {}, words("door.code")), h("dd", { class: "room-code", translate: "no" }, code))));
}
