import { freshId, h, hint } from "./element.js";

/**
 * One step at a time, at the reader's own pace. Nothing moves by itself and nothing is kept. All steps are in the
 * page, so that they can be seen together and printed. Returns the element.
 */
export function steps(block, { words, heard }) {
  const question = h("p", { class: "u-question", id: freshId() }, block.question);
  const place = h("p", { class: "u-hint u-step-of" });
  const items = block.steps.map(({ text }) => h("li", {}, text));
  const button = (text, act, kind = "u-button") => h("button", { type: "button", class: kind, onclick: act }, text);
  const back = button(words("steps.back"), () => go(at - 1));
  const next = button(words("steps.next"), () => go(at + 1));
  const enough = button(words("steps.enough"), stop);
  const all = button(words("steps.show_all"), () => setAll(true), "u-quiet");
  const single = button(words("steps.one_at_a_time"), () => setAll(false), "u-quiet");
  const again = button(words("steps.again"), begin);
  const stepping = h("div", { class: "u-stepping" }, place, h("ol", {}, items),
    h("div", { class: "u-step-buttons" }, back, next, enough), all, single);
  const stopped = h("div", { class: "u-stopped", hidden: true }, h("p", {}, words("steps.stopped")), again);
  let at = 0;
  let together = false;

  function show() {
    const atEnd = at === items.length - 1;
    place.textContent = words("steps.step_of", { step: at + 1, count: items.length });
    items.forEach((item, index) => item.classList.toggle("u-other-step", !together && index !== at));
    stepping.classList.toggle("u-together", together);
    place.hidden = together;
    back.hidden = together || at === 0;
    next.hidden = together || atEnd;
    all.hidden = together;
    single.hidden = !together;
  }

  function go(to) {
    const pressed = to < at ? back : next;
    at = to;
    show();
    if (pressed.hidden) (pressed === back ? next : enough).focus(); // it is gone, and focus must stay somewhere
    heard(`${place.textContent}. ${items[at].textContent}`);
  }

  function setAll(value) {
    together = value;
    show();
    (together ? single : all).focus();
  }

  function stop() {
    stepping.classList.add("u-away");
    stopped.hidden = false;
    again.focus();
    heard(words("steps.stopped"));
  }

  function begin() {
    at = 0;
    stepping.classList.remove("u-away");
    stopped.hidden = true;
    show();
    (items.length > 1 ? next : enough).focus();
  }

  show();
  return h("div", { class: "u-field u-steps", role: "group", "aria-labelledby": question.id },
    question, hint(block.hint), stepping, stopped);
}
