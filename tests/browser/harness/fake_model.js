// Stands in for the page process: a model as anywidget gives it, with a store that follows docs/protocol.md.

export class FakeModel {
  sent = []; // every message from the page
  silent = false; // true: the network is gone, nothing arrives, nothing comes back
  refusing = null; // a reason: every put is answered "not_kept"
  keeping = "space";
  answers = {};
  results = {};
  asked = {}; // results that are said on request only
  #listeners = new Set();

  constructor(definition) {
    this.definition = definition;
  }

  get(name) {
    return name === "definition" ? this.definition : undefined;
  }

  on(name, listener) {
    if (name === "msg:custom") this.#listeners.add(listener);
  }

  off(name, listener) {
    if (name === "msg:custom") this.#listeners.delete(listener);
  }

  /** What the page process says; as over a socket, never in the same breath as the question. */
  say(content) {
    const copy = structuredClone(content);
    queueMicrotask(() => this.#listeners.forEach((listener) => listener(copy)));
  }

  sayState() {
    this.say({ say: "state", keeping: this.keeping, answers: this.answers, results: this.results });
  }

  send(content) {
    this.sent.push(structuredClone(content));
    if (this.silent) return;
    if (content.do === "hello") this.sayState();
    else if (content.do === "ask") this.say({ say: "asked", block: content.block, result: this.asked[content.block] });
    else if (content.do === "put") this.#put(structuredClone(content));
  }

  #put({ question, value, base, seq, at, settles }) {
    if (this.refusing) {
      this.say({ say: "not_kept", question, seq, why: this.refusing });
      return;
    }
    const stored = this.answers[question] ?? { value: null, version: 0, at: null, beside: [] };
    if (this.keeping === "space" && stored.version > base) {
      stored.beside.push({ value, at });
      this.say({ say: "conflict", question, seq, version: stored.version, value: stored.value, at: stored.at });
      return;
    }
    const version = stored.version + 1;
    this.answers[question] = { value, version, at, beside: settles ? [] : stored.beside };
    this.say({ say: this.keeping === "space" ? "kept" : "held", question, seq, version, at });
  }
}
