/**
 * A few questions for you alone: one at a time, in this page only. No answer is sent, stored or put into the document,
 * not even as a button that looks pressed: whoever takes over the screen and goes back learns nothing. All ways end on
 * one page, which the server has sent to everybody.
 */

const MEMORY = 2 * 60_000; // milliseconds on the end page until the answers are gone

const LIFE = ["own-life"];
const HANDS = ["own-hands", "threats"];
const DANGER = ["weapons", "watching"];
const FEAR = ["fear", "control", "no-is-punished", "force"];
const AFRAID = [...FEAR, ...DANGER];

/** The first row that fits names the text. A row fits when each of its lists holds something that may be so. */
const SUGGESTIONS = [
  ["life-and-hands", LIFE, HANDS],
  ["life-and-afraid", LIFE, AFRAID],
  ["life", LIFE],
  ["hands-and-afraid", HANDS, AFRAID],
  ["hands", HANDS],
  ["danger", DANGER],
  ["afraid", FEAR],
  ["conduct", ["own-behaviour", "pressing", "own-control"]],
  ["health", ["health"]],
  ["hidden", ["still-going-on"]],
  ["cannot-stop", ["cannot-stop"]],
  ["none"],
];

/**
 * The name of the one suggestion. `mayBeSo`: a Set of the questions that were answered by anything but "No"; to be
 * unsure, or to keep it to oneself, counts as "Yes". A question that nobody reached is not in it.
 */
export function suggestionFor(mayBeSo) {
  return SUGGESTIONS.find(([, ...lists]) => lists.every((list) => list.some((about) => mayBeSo.has(about))))[0];
}

/** Makes the page ask. A page without these questions is left as it is. */
export function start() {
  const alone = document.querySelector("[data-alone]");
  if (!alone) return;
  const find = (selector) => alone.querySelector(selector);
  const each = (selector, act) => alone.querySelectorAll(selector).forEach(act);
  const parts = [...alone.querySelectorAll("[data-part]")];
  const [question, suggested, suggestion] =
    ["question", "suggested", "suggestion"].map((name) => find(`[data-${name}]`));
  const mayBeSo = new Set();
  let asked = []; // the list items that hold the questions
  let at = 0;
  let forgetting;

  function open(name) {
    for (const part of parts) part.hidden = part.dataset.part !== name;
  }

  function go(name) {
    open(name);
    find(`[data-part="${name}"] [tabindex="-1"]`).focus();
    window.scrollTo(0, 0);
  }

  function forget() {
    mayBeSo.clear();
    clearTimeout(forgetting);
  }

  function ask(place) {
    at = place;
    question.textContent = asked[at].textContent;
    go("asking");
  }

  function answer(no) {
    const { about } = asked[at].dataset;
    if (no) mayBeSo.delete(about);
    else mayBeSo.add(about);
    if (at + 1 < asked.length) ask(at + 1);
    else end("end");
  }

  /** Nothing is asked from here on: the questions and all that could be pressed are taken out of the page. */
  function end(name) {
    parts.filter(({ dataset }) => !["not-now", "end"].includes(dataset.part)).forEach((part) => part.remove());
    go(name);
    forgetting = setTimeout(forget, MEMORY);
  }

  function putAway() {
    suggestion.textContent = "";
    suggested.hidden = true;
  }

  /** Somebody else may look at the screen next: nothing is left, and questions begin anew. */
  function hide() {
    forget();
    putAway();
    question.textContent = "";
    if (find('[data-part="screen"]')) open("screen");
  }

  /** The second press of a double click would answer a question that nobody has read. */
  function onPress(selector, act) {
    each(selector, (button) => button.addEventListener("click", (event) => {
      if (event.detail <= 1) act(button.dataset);
    }));
  }

  onPress("[data-to]", ({ to }) => (to === "before" ? go(to) : end(to)));
  onPress("[data-ask]", ({ ask: who }) => {
    asked = [...alone.querySelectorAll(`[data-part="${who}"] li`)];
    forget();
    ask(0);
  });
  onPress("[data-answer]", ({ answer: said }) => answer(said === "no"));
  onPress("[data-back]", () => (at > 0 ? ask(at - 1) : go("before")));
  onPress("[data-suggest]", () => {
    suggestion.textContent = find(`[data-for="${suggestionFor(mayBeSo)}"]`).textContent;
    forget();
    suggested.hidden = false;
    suggestion.focus();
  });
  onPress("[data-put-away]", () => {
    putAway();
    find("[data-suggest]").focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hide();
  });
  window.addEventListener("pagehide", hide);

  each("[data-live]", (live) => { live.hidden = false; });
  open("screen");
  alone.dataset.ready = "";
}
