// How what was typed gets kept. The page is the source of truth for what was typed, the page process for what
// follows from it (docs/protocol.md). No DOM here: a question is shown through the field that it was given.

import { deadline } from "./deadline.js";
import { isEmpty, same } from "./values.js";
import { localTime } from "./time.js";

const QUIET = 400; // ms without a keystroke before words are sent
const AT_MOST = 1_500; // ms that words wait while somebody types on
const ANSWER = 5_000; // ms to wait for an answer, and before the first new try after "not kept"
const LONGEST = 60_000; // ms between tries, at most

/** Trying again would change nothing about these. */
const FINAL = ["refused", "not_for_two"];

const NOTHING = { value: null, version: 0, at: null, beside: [] };

// Shared by all exercises and views of this page: a page process takes a repeated seq for a repeated message, so
// two views of one widget (JupyterLab) must never use the same number for different words.
let lastSeq = 0;

class Question {
  constructor(id, field) {
    this.id = id;
    this.field = field; // {show(value, at), busy(), showOthers(others)}; `at`: when it was kept, null: now
    this.value = null;
    this.edit = 0; // counts the person's changes …
    this.done = 0; // … and the last of them that was acknowledged
    this.base = 0; // the version in a space that what is typed here builds on
    this.put = null; // the newest message, {edit, content}
    this.unanswered = []; // contents sent and not answered, oldest first
    this.waiting = false; // for an answer, or for the next try
    this.timer = null; // until the newest change, or the next try, is sent …
    this.giveUp = null; // … or until an answer is missed; only one of the two at a time
    this.since = null; // when the typing that is not yet sent began, on a clock that nobody sets
    this.due = 0; // when the newest change should be sent, on the same clock
    this.written = null; // when the newest change was made, on the reader's clock
    this.pause = 0; // ms between tries, grows
    this.why = null; // why the last try was not kept
    this.held = false; // acknowledged, but only in the page process's memory
    this.others = []; // other versions, {value, at}, until the person has chosen
    this.othersBase = 0; // the version that a choice between them follows
    this.settles = false;
    this.later = null; // what to show once the person has left the field
  }

  get unsent() {
    return this.edit !== this.done;
  }

  wait(ms, act) {
    this.stopWaiting();
    this.timer = setTimeout(act, ms);
  }

  stopWaiting() {
    clearTimeout(this.timer);
    this.giveUp?.();
    this.giveUp = null;
  }
}

export class Keeping {
  #send;
  #onChange;
  #onResults;
  #questions = new Map();
  #place = null; // "space" or "looking"; null until the first state
  #where = null; // the same, with "two" for a folder for two
  #greeting = null; // calls off the next hello, while one is not yet answered
  #keptAt = null; // when what this page shows was last kept, as far as is known here
  #mine = new Set(); // the numbers of the messages sent from here

  /** `send(content)`; `onChange()` after anything that `status` or `unsent` tell; `onResults(results)`. */
  constructor({ send, onChange, onResults }) {
    this.#send = (content) => {
      try {
        send(content);
      } catch {
        // A dead channel (JupyterLab without its kernel): the timer tries again.
      }
    };
    this.#onChange = onChange;
    this.#onResults = onResults;
  }

  /** Registers a question before the first `hello`. */
  ask(id, field) {
    this.#questions.set(id, new Question(id, field));
  }

  /** What stands on this page, kept or not: question id -> value. What is left open is not in it. */
  get answers() {
    const given = [...this.#questions.values()].filter(({ value }) => value !== null);
    return Object.fromEntries(given.map(({ id, value }) => [id, value]));
  }

  /** How many questions hold a change that nobody has acknowledged. */
  get unsent() {
    return [...this.#questions.values()].filter((question) => question.unsent).length;
  }

  /** How many questions have several versions, and wait for the person to choose. */
  get undecided() {
    return [...this.#questions.values()].filter((question) => question.others.length > 0).length;
  }

  /** How many answers would be gone with this page: given, and held in no space. */
  get atRisk() {
    if (this.#place !== "looking") return this.unsent;
    return [...this.#questions.values()].filter(({ unsent, held, value }) => unsent || (held && !isEmpty(value))).length;
  }

  /** Where answers of this page go: "space", "two" (a folder for two), "looking", or null while nobody knows. */
  get where() {
    return this.#where;
  }

  /** `{name: "waiting" | "nothing" | "keeping" | "held"}`, `{name: "kept", at}` or `{name: "not_kept", why}`. */
  get status() {
    const unsent = [...this.#questions.values()].filter((question) => question.unsent);
    const failed = unsent.find((question) => FINAL.includes(question.why)) ?? unsent.find((question) => question.why);
    if (failed) return { name: "not_kept", why: failed.why };
    if (unsent.length > 0) return { name: "keeping" };
    if (this.#place === null) return { name: "waiting" };
    if (this.#place === "looking") return { name: "held" };
    return this.#keptAt === null ? { name: "nothing" } : { name: "kept", at: this.#keptAt };
  }

  /**
   * Asks for the state, again every 5 s until it comes. On mount and after every reconnection. `asked`: the host has
   * asked just now, and the answer is on its way.
   */
  hello({ asked = false } = {}) {
    this.#greeting?.();
    this.#greeting = deadline(ANSWER, () => {
      for (const question of this.#questions.values()) if (question.unsent) question.why ??= "offline";
      this.hello();
      this.#onChange();
    });
    if (!asked) this.#send({ do: "hello", at: localTime() });
  }

  /** The person changed an answer. `typing`: more keystrokes are likely, so wait for a quiet moment. */
  change(id, value, { typing = false } = {}) {
    const question = this.#questions.get(id);
    const now = performance.now();
    question.value = value;
    question.edit += 1;
    question.written = localTime();
    question.later = null;
    if (FINAL.includes(question.why)) question.why = null;
    question.since ??= now;
    question.due = typing ? Math.min(now + QUIET, question.since + AT_MOST) : now;
    this.#whenDue(question);
    this.#onChange();
  }

  /** The person left a field: what they typed goes at once. What came from elsewhere is shown when they have left
      the whole question (`stays` is false). */
  leave(id, { stays }) {
    const question = this.#questions.get(id);
    question.due = performance.now();
    if (question.unsent) this.#whenDue(question);
    else if (question.later && !stays) this.#adopt(question, question.later);
    this.#onChange();
  }

  /** The person chose `value` among several versions of one answer. */
  choose(id, value) {
    const question = this.#questions.get(id);
    if (!same(question.value, value)) question.field.show(value, null);
    question.base = question.othersBase;
    question.settles = true;
    this.#showOthers(question, [], 0);
    this.change(id, value);
  }

  /** Sends everything that is unacknowledged now: "Keep now", a hidden page, the host's `unhurried:flush`. */
  flush() {
    if (this.#greeting !== null) this.hello();
    for (const question of this.#questions.values()) {
      if (question.unsent) this.#sendNow(question);
    }
    this.#onChange();
  }

  /** Stops all timers. Nothing is sent any more. */
  close() {
    this.#greeting?.();
    for (const question of this.#questions.values()) question.stopWaiting();
  }

  /** A message from the page process. */
  receive(content) {
    if (content.say === "state") this.#state(content);
    else if (content.say === "results") this.#onResults(content.results);
    else if (content.question === undefined) return; // said to a widget: keeping has no part in it
    else {
      const question = this.#questions.get(content.question);
      const index = question?.unanswered.findIndex((put) => put.seq === content.seq) ?? -1;
      if (index >= 0) {
        // Answers come in the order of the messages: whatever was sent before this one is settled too. But "held"
        // tells nothing of what was sent to a space that has been closed since: that may have arrived there.
        const first = content.say === "held" ? index : 0;
        question.unanswered.splice(first, index + 1 - first);
        this.#answer(question, content);
      } else if (!this.#mine.has(content.seq)) {
        this.hello(); // another view of this widget (JupyterLab) changed something: ask what it is
      }
    }
    this.#onChange();
  }

  #answer(question, content) {
    const newest = question.put?.content.seq === content.seq;
    if (content.say === "not_kept") {
      if (newest) this.#tryAgain(question, content.why);
      return;
    }
    if (content.say === "kept") {
      question.base = content.version;
      this.#keptAt = localTime();
    }
    if (content.say !== "conflict") question.held = content.say === "held";
    if (newest) this.#acknowledge(question, question.put.edit);
    if (content.say === "conflict") {
      this.#showOthers(question, [{ value: content.value, at: content.at }], content.version);
    }
  }

  #acknowledge(question, edit) {
    question.stopWaiting();
    Object.assign(question, { done: edit, waiting: false, why: null, pause: 0 });
    if (question.unsent) this.#whenDue(question);
    else question.settles = false;
  }

  #tryAgain(question, why) {
    question.stopWaiting();
    const { edit } = question.put;
    // A new number for the next try: a repeated one would only be answered as before.
    Object.assign(question, { put: null, why, waiting: !FINAL.includes(why) });
    if (!FINAL.includes(why)) {
      question.pause = Math.min(question.pause * 2 || ANSWER, LONGEST);
      question.wait(question.pause, () => this.#sendNow(question));
    } else if (question.edit !== edit) {
      question.why = null; // it was changed while the refusal was on its way
      this.#whenDue(question);
    }
  }

  #whenDue(question) {
    if (question.waiting) return; // the answer, or the next try, takes the newest words along
    const wait = question.due - performance.now();
    if (wait <= 0) this.#sendNow(question);
    else question.wait(wait, () => this.#sendNow(question));
  }

  #sendNow(question) {
    question.stopWaiting();
    // The state comes first, and sends what has been typed by then. It tells whether what was sent before has arrived:
    // a new page process would take what builds on it for words from elsewhere.
    if (this.#greeting !== null) return;
    if (FINAL.includes(question.why)) return; // not again until it is changed
    if (question.put?.edit !== question.edit) {
      const content = {
        do: "put",
        question: question.id,
        value: question.value,
        base: question.base,
        seq: (lastSeq += 1),
        at: question.written,
      };
      if (question.settles) content.settles = true;
      question.put = { edit: question.edit, content };
      question.unanswered.push(content);
      this.#mine.add(content.seq);
    }
    question.waiting = true;
    question.since = null;
    question.giveUp = deadline(ANSWER, () => {
      question.why = "offline";
      this.#sendNow(question);
      this.#onChange();
    });
    this.#send(question.put.content);
  }

  #state({ keeping: where, answers, results }) {
    this.#greeting?.();
    this.#greeting = null;
    this.#where = where;
    const keeping = where === "two" ? "space" : where;
    const moved = this.#place !== null && this.#place !== keeping;
    const locked = moved && keeping === "looking";
    this.#learnWhen(answers, keeping);
    this.#place = keeping;
    for (const question of this.#questions.values()) {
      const stored = answers[question.id] ?? NOTHING;
      if (question.unsent) this.#resume(question, stored, moved);
      else if (this.#onlyHere(question, stored)) {
        this.#buildOnOwn(question, stored);
        question.edit += 1;
        question.put = null;
        this.#sendNow(question);
      } else if (question.field.busy() && !locked && !same(question.value, stored.value)) {
        question.later = stored; // never under somebody's fingers; `base` stays, so typing on is noticed as a conflict
      } else this.#adopt(question, stored);
    }
    this.#onResults(results);
  }

  /** When the latest of what an earlier visit or another page kept was kept. Called before any of it is adopted. */
  #learnWhen(answers, keeping) {
    const anew = this.#place !== keeping;
    if (anew) this.#keptAt = null;
    const news = [...this.#questions.values()]
      .filter(({ id, unsent, base }) => !unsent && answers[id] && (anew || answers[id].version !== base))
      .map(({ id }) => answers[id].at);
    if (news.length > 0) this.#keptAt = news.reduce((one, other) => (Date.parse(one) < Date.parse(other) ? other : one));
  }

  /** Typed here, held only in a memory that is gone (a new page process) or that a space has now replaced. */
  #onlyHere(question, stored) {
    if (!question.held || same(question.value, stored.value)) return false;
    return this.#place === "space" || stored.version === 0;
  }

  /** A state never overwrites an unacknowledged change; it only shows whether that change has arrived. */
  #resume(question, stored, moved) {
    if (same(question.value, stored.value) && stored.version > 0) {
      question.unanswered = [];
      question.held = this.#place === "looking";
      this.#keptAt = localTime();
      this.#acknowledge(question, question.edit);
      this.#adopt(question, stored);
      return;
    }
    this.#buildOnOwn(question, stored);
    // A message on another base, or for another place, is another message: it gets a new number.
    if (moved || question.put?.content.base !== question.base) question.put = null;
    this.#sendNow(question);
  }

  /** What stands in the space was sent from here, and only the answer was lost: nobody else wrote in between. */
  #buildOnOwn(question, stored) {
    const arrived = stored.version > 0 && question.unanswered.some((put) => same(put.value, stored.value));
    if (arrived && this.#place === "space") question.base = stored.version;
  }

  #adopt(question, stored) {
    const differs = !same(question.value, stored.value);
    if (this.#place === "space") question.base = stored.version;
    else if (differs) question.base = 0; // nothing of a space is on the page any more
    question.later = null;
    question.held = question.held && this.#place === "looking" && !differs;
    question.value = stored.value;
    if (differs) question.field.show(stored.value, stored.at);
    this.#showOthers(question, stored.beside, stored.version);
  }

  #showOthers(question, others, base) {
    question.othersBase = base;
    if (same(question.others, others)) return;
    question.others = others;
    question.field.showOthers(others);
  }
}
