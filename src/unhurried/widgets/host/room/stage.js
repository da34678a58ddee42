/** What everybody in a room sees: the step, the time that is left in quiet words, and what a question brought. */

import { h } from "../../element.js";

const TICK = 5_000; // ms; the words change by whole minutes, so nothing on the screen ever counts

/** A heading with `children` below it. `level`: 2 or 3. */
export function part(level, title, ...children) {
  return h("section", { class: "room-part" }, h(`h${level}`, {}, title), children);
}

export const button = (text, onclick, attributes = {}) =>
  h("button", { type: "button", class: "button", onclick, ...attributes }, text);

/**
 * A part of the page that is drawn anew when what it shows has changed, and only then: whoever is at one of its buttons
 * stays there, or comes to the one that took its place.
 */
export function area() {
  const element = h("div", {});
  let drawn = null;

  /** `shows`: everything that `make` depends on; `make()`: nodes, texts, null for nothing, or lists of these. */
  function draw(shows, make) {
    const now = JSON.stringify(shows);
    if (now === drawn) return;
    drawn = now;
    const before = element.contains(document.activeElement) ? document.activeElement : null;
    const place = before ? reachable().indexOf(before) : -1;
    element.replaceChildren(...[make()].flat(Infinity).filter((one) => one !== null));
    if (before === null) return;
    const after = reachable();
    (after.find((one) => named(one) === named(before)) ?? after[Math.min(place, after.length - 1)])?.focus();
  }

  const reachable = () => [...element.querySelectorAll("button:not(:disabled), input, select, summary, a[href]")];
  const named = (one) => [one.localName, one.value ?? "", one.textContent].join(" ");
  return { element, draw };
}

/** A text with empty lines between its paragraphs. The plan's own, shown as text. */
export function paragraphs(text) {
  return text.split(/\n\s*\n/).map((one) => one.trim()).filter(Boolean).map((one) => h("p", {}, one));
}

/** The step as participants and the projector see it. */
export function stepShown({ step, breakout }, words, ...children) {
  return part(2, step.title, step.shown ? paragraphs(step.shown) : null,
    breakout ? h("p", { class: "box" }, breakout) : null, children);
}

/**
 * The time that is left, in words, which change by themselves. Returns an element; `show(timer)` with a room's timer,
 * or null.
 */
export function quietTime(words) {
  const element = h("p", { class: "room-time", role: "timer", "aria-live": "off" });
  let timer = null;
  let since = 0;

  function leftNow() {
    return timer.left - (timer.running ? (performance.now() - since) / 1000 : 0);
  }

  function draw() {
    const text = timer === null ? "" : inWords(leftNow(), timer, words);
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === "";
  }

  function show(next) {
    timer = next;
    since = performance.now();
    draw();
  }

  const ticking = setInterval(draw, TICK);
  show(null);
  return { element, show, close: () => clearInterval(ticking) };
}

function inWords(left, { form, running }, words) {
  if (left <= 0) return words(`time.over.${form}`);
  if (!running) return words("time.stands");
  if (left < 45) return words("time.soon");
  if (left < 90) return words("time.minute");
  return words("time.minutes", { minutes: Math.round(left / 60) });
}

/** What is shown of a question that was asked, or the sentence that nothing is. `labels`: option id -> its words. */
export function resultOf(result, labels, words) {
  const shown = result.filter((one) => one.at_least !== null);
  if (shown.length === 0) return [h("p", {}, words("result.nothing"))];
  return [
    h("dl", { class: "room-result" }, result.flatMap(({ option, at_least: least }) => [
      h("dt", {}, labels[option]),
      h("dd", {}, least === null ? words("result.hidden") : words("result.at_least", { count: least })),
    ])),
    h("p", { class: "quiet" }, words("result.about")),
  ];
}

/** The words of what is asked: `{question, labels}`; a pulse has the interface's own. */
export function asking({ kind, question, options }, words) {
  if (kind !== "pulse") return { question, labels: Object.fromEntries(options.map(({ id, label }) => [id, label])) };
  const labels = Object.fromEntries(options.map(({ id }) => [id, words(`pulse.${id}`)]));
  return { question: words("pulse.question"), labels };
}
