import { localTime } from "../time.js";

/**
 * A widget's model, as anywidget's front-end modules expect one (AFM): traits, and custom messages to and from the
 * widget in the page process. It outlives its page process: after a reconnection `comm` is the new one's.
 */
export class Model {
  #state;
  #post;
  #listeners = new Map();
  #early = []; // messages from before anybody listened; null from then on

  /** Whether the widget's state has been asked for (keeping.js asks where it has not). */
  greeted = false;

  /** What makes sheets of paper (print.js). Only here: elsewhere a model has none, and a page no menu for it. */
  prints;

  /**
   * @param {string} comm   id of the widget's comm in the page process
   * @param {object} state  its traits
   * @param {(frame: object) => void} post  sends a frame to the page process
   * @param {object} prints
   */
  constructor(comm, state, post, prints) {
    this.comm = comm;
    this.prints = prints;
    this.#state = state;
    this.#post = post;
  }

  get(name) {
    return this.#state[name];
  }

  on(event, callback) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), callback]);
    if (event !== "msg:custom" || this.#early === null) return;
    const early = this.#early;
    this.#early = null;
    queueMicrotask(() => early.forEach((data) => this.receive(data))); // once the widget is all there
  }

  off(event, callback) {
    this.#listeners.set(event, (this.#listeners.get(event) ?? []).filter((one) => one !== callback));
  }

  send(content) {
    this.#post({ type: "comm_msg", comm: this.comm, data: { method: "custom", content } });
  }

  /**
   * Asks for the widget's state while its code is still on the way. Both are there at about the same time then, and the
   * browser lays the exercise out once, with its answers.
   */
  greet() {
    this.greeted = true;
    this.send({ do: "hello", at: localTime() });
  }

  /** A message of this widget's comm. Our widgets change no trait after they were made. */
  receive(data) {
    if (data.method !== "custom") return;
    this.#early?.push(data);
    for (const callback of this.#listeners.get("msg:custom") ?? []) callback(data.content, []);
  }
}
