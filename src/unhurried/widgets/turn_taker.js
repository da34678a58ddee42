// Speaking in turns: a worksheet, and before its closing steps a place to talk, for two people at one screen or for
// one. Nothing of the talk is sent or kept: what is typed goes when they swap, stop, or leave the page.

import { freshId, h, PRIVATE, PRIVATE_TEXT } from "./element.js";
import { mount } from "./worksheet.js";

const MINUTES = [5, 10, 20]; // a choice of ours, not of any study; off unless somebody asks for it

/** One side of the screen: a role in large letters, what it asks for, and room for words that are not kept. */
function side(role, words, { says }, ...more) {
  const name = h("h3", { class: "u-turn-role", id: freshId(), tabindex: "-1" }, says(role));
  const about = h("p", {});
  const notKept = h("p", { class: "u-hint", id: freshId() });
  const area = h("textarea", {
    class: "u-text u-writing", id: freshId(), rows: 2, "aria-describedby": notKept.id, ...PRIVATE_TEXT,
  });
  area.style.setProperty("--u-lines", 2);
  const room = h("div", { class: "u-field" },
    h("label", { class: "u-question", for: area.id }, says(words)),
    role === "listener" ? h("p", { class: "u-hint" }, says("heard_about")) : null,
    area, notKept);
  const element = h("section", { class: "u-turn", "aria-labelledby": name.id }, name, about, room, more);

  function setUp(alone) {
    about.textContent = says(alone ? `${role}_alone` : `${role}_about`);
    notKept.textContent = says(alone ? "not_kept_alone" : "not_kept");
    room.hidden = role === "speaker" && !alone; // with two people, whoever speaks has nothing to type
  }

  function empty() {
    area.value = "";
  }

  return { element, name, setUp, empty };
}

/** The place to talk. Returns `{element, rest, close}`: `rest` pauses a talk that goes on, `close` ends the quiet question. */
function talk({ says, heard }) {
  let alone = false;
  let asking; // the timer of the quiet question

  const button = (key, act) => h("button", { type: "button", class: "u-turn-button", onclick: act }, says(key));

  // Did I get it?
  const reply = h("p", { class: "u-turn-says" });
  const didIGetIt = h("p", { class: "u-question", id: freshId() }, says("did_i_get_it"));
  const answers = h("div", { class: "u-turn-answer", role: "group", "aria-labelledby": didIGetIt.id },
    didIGetIt,
    h("div", { class: "u-turn-pair" },
      button("got_it", () => say(reply, says("nothing_to_solve"))),
      button("not_quite", () => say(reply, says("not_quite_about")))),
    reply);

  const speaker = side("speaker", "to_say", { says });
  const listener = side("listener", "heard", { says }, answers);
  const sides = h("div", { class: "u-turns" });

  // A quiet question, if they asked for it. It shows no clock, makes no sound, and moves nothing.
  const every = h("select", { class: "u-text u-turn-ask", id: freshId(), ...PRIVATE },
    h("option", { value: "" }, says("ask_never")),
    MINUTES.map((minutes) => h("option", { value: minutes }, says("ask_minutes", { minutes }))));
  const stillText = h("p", {});
  const still = h("div", { class: "u-note u-turn-still", hidden: true },
    stillText, button("yes_still", () => {
      askLater();
      swap.focus(); // the button is gone, and focus must stay somewhere
    }));

  function askLater() {
    clearTimeout(asking);
    still.hidden = true;
    if (every.value === "") return;
    asking = setTimeout(() => {
      still.hidden = false;
      say(stillText, says(alone ? "still_all_right_alone" : "still_all_right"));
    }, every.value * 60_000);
  }

  function askNoMore() {
    clearTimeout(asking);
    still.hidden = true;
  }

  // The four states of a talk
  const said = h("p", { class: "u-turn-says" });
  const swap = button("swap", changeSides);
  const goOn = button("go_on", resume);
  const pausedText = h("p", { tabindex: "-1" }, says("paused"));
  const stoppedText = h("p", { tabindex: "-1" }, says("stopped"));
  const states = {
    begin: h("div", { class: "u-turn-state" },
      h("p", {}, says("sides")),
      h("div", { class: "u-field" }, h("label", { for: every.id }, says("ask_after")), every),
      h("div", { class: "u-turn-pair" },
        button("begin", () => begin(false)), button("begin_alone", () => begin(true)))),
    talk: h("div", { class: "u-turn-state" },
      sides, said, still, swap,
      h("div", { class: "u-turn-pair" }, button("pause", pause), button("stop", stop))),
    pause: h("div", { class: "u-turn-state u-turn-rest" },
      pausedText, h("div", { class: "u-turn-pair" }, goOn, button("stop", stop))),
    stop: h("div", { class: "u-turn-state u-turn-rest" }, stoppedText, button("anew", anew)),
  };

  function show(name) {
    for (const [key, state] of Object.entries(states)) state.hidden = key !== name;
  }

  function say(line, sentence) {
    line.textContent = sentence;
    heard(sentence);
  }

  function clear() {
    for (const one of [speaker, listener]) one.empty();
    for (const line of [reply, said]) line.textContent = "";
  }

  function begin(byOneself) {
    alone = byOneself;
    for (const one of [speaker, listener]) one.setUp(alone);
    swap.textContent = says(alone ? "swap_alone" : "swap");
    goOn.textContent = says(alone ? "go_on_alone" : "go_on");
    sides.replaceChildren(speaker.element, listener.element);
    speaker.element.hidden = false;
    listener.element.hidden = alone;
    askLater();
    show("talk");
    speaker.name.focus();
  }

  /** Two people keep their side of the screen and change roles. One person changes chairs, and may look back. */
  function changeSides() {
    if (alone) {
      for (const one of [speaker, listener]) one.element.hidden = !one.element.hidden;
      (speaker.element.hidden ? listener : speaker).name.focus();
      return;
    }
    clear();
    sides.append(sides.firstElementChild);
    say(said, says("swapped"));
  }

  function pause() {
    askNoMore();
    show("pause");
    pausedText.focus();
  }

  function resume() {
    askLater();
    show("talk");
    swap.focus();
  }

  function stop() {
    askNoMore();
    clear();
    show("stop");
    stoppedText.focus();
  }

  function anew() {
    show("begin");
    every.focus();
  }

  show("begin");
  const element = h("section", { class: "u-talk", "aria-label": says("talk") }, Object.values(states));
  return { element, rest: () => states.talk.hidden || pause(), close: askNoMore };
}

export default {
  render({ model, el }) {
    const exercise = mount({ model, el });
    const { definition, sections, body } = exercise;
    const place = talk(exercise);
    const closing = definition.blocks.find((block) => block.kind === "steps");
    if (closing) sections.get(closing.id).before(place.element);
    else body.append(place.element);
    exercise.begin();
    el.addEventListener("unhurried:folded", place.rest); // out of sight, the quiet question could not be seen
    return () => {
      el.removeEventListener("unhurried:folded", place.rest);
      place.close();
      exercise.close();
    };
  },
};
