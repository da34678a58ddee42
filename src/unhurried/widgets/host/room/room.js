/**
 * The page of a seat in a room: draws what the room says, and nothing of it stays in the browser. The seats differ in
 * what they may do, so each has a view of its own; what they share is here: the line, the banner, the pause, the end.
 */

import { announcer } from "../../announce.js";
import { h } from "../../element.js";
import { wordsFrom } from "../../words.js";
import { bannerIn } from "../banner.js";
import { leader } from "./leader.js";
import { RoomLine } from "./line.js";
import { participant } from "./participant.js";
import { projector } from "./projector.js";

const VIEWS = { leader, co_leader: leader, projector, participant };

/**
 * @param {HTMLElement} element
 * @param {{base: string, xsrf: string}} config
 * @param {{role: string, words: object, titles: object, places: object}} room  `titles`: worksheet id -> its title;
 *   `places`: worksheet id -> the address that opens it, behind the base
 * @param {object} troubles  the banner's words, by state
 */
function start({ element, config, room, troubles }) {
  const words = wordsFrom(room.words);
  const told = announcer();
  told.element.className = "for-ears"; // as page.css calls it
  const banner = bannerIn(document.getElementById("connection"), troubles);
  const paused = document.getElementById("room-paused");
  const waiting = h("p", { class: "quiet" }, words("waiting"));
  let state = null; // the last message `room`

  const line = new RoomLine(config.base, {
    onMessage: receive,
    onState: banner,
    onRefused: (why, message) => (view.refused ? view.refused(why, message) : say(words(`refused.${why}`))),
    onOver: over,
  });
  const view = VIEWS[room.role]({ words, line, config, titles: room.titles, places: room.places, say });
  const stage = h("div", { class: "room-stage" }, waiting, view.element);
  view.element.hidden = true;
  element.replaceChildren(stage, told.element);
  document.addEventListener("unhurried:leaving", () => line.close());

  function say(sentence) {
    told.say(sentence);
    view.notice?.(sentence);
  }

  function receive(message) {
    if (message.type === "room") {
      const before = state;
      state = message;
      waiting.hidden = true;
      view.element.hidden = false;
      view.room(message);
      if (before === null || message.paused !== before.paused) pause(message.paused, before !== null);
      if (before !== null && message.step.id !== before.step.id) told.say(words("now", { step: message.step.title }));
    } else view[message.type]?.(message);
  }

  /** Everybody's screen turns to steadying; leaders keep theirs, which says that all others do. */
  function pause(on, news) {
    if (!paused) {
      if (news) told.say(words(on ? "lead.all_paused" : "lead.goes_on"));
      return;
    }
    paused.hidden = !on;
    stage.hidden = on;
    if (on) {
      document.querySelector("dialog[open]")?.close();
      paused.querySelector("h1, h2").focus();
      scrollTo(0, 0);
    } else if (news) told.say(words("goes_on"));
  }

  function over(why) {
    banner("connected");
    view.close();
    if (paused) paused.hidden = true;
    const heading = h("h1", { tabindex: "-1" }, words(`over.${why}.heading`));
    element.replaceChildren(heading, h("p", {}, words(`over.${why}.sentence`)));
    heading.focus();
  }
}

export default start;
