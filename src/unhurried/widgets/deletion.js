// What shall be deleted, from the press of the button until it is gone. For a while it can be taken back: it is not
// done yet then, and lies in no bin. No DOM here (docs/protocol.md, "Looking back").

import { deadline } from "./deadline.js";
import { localTime } from "./time.js";

const UNDO = 20_000; // ms in which it can be taken back; who needs longer can keep it before it begins
const ANSWER = 5_000; // ms to wait for an answer before it is sent again
const COPIES = 20_000; // ms, where three copies are made anew as well

let lastSeq = 0;

export class Deletions {
  #send;
  #changed;
  #waiting = new Map(); // key -> {order, seq, state, why, timer, giveUp}

  /** `send(content)`; `changed(key, outcome)` after anything that `state` tells; `outcome`: the answer, when it is done. */
  constructor({ send, changed }) {
    this.#send = send;
    this.#changed = changed;
  }

  /** `null`, or `{name: "waiting" | "deleting"}`, or `{name: "deleting", why}` while it cannot be sent. */
  state(key) {
    const one = this.#waiting.get(key);
    return one ? { name: one.state, why: one.why } : null;
  }

  /** How many could not be sent so far: whoever goes on now leaves them undone. */
  get stuck() {
    return [...this.#waiting.values()].filter(({ why }) => why).length;
  }

  /** Begins. `order`: what the page process gets: `{worksheet, question, entry, all, copies}`. */
  begin(key, order) {
    const one = { order, seq: (lastSeq += 1), state: "waiting", why: null };
    one.timer = setTimeout(() => this.now(key), UNDO);
    this.#waiting.set(key, one);
    this.#changed(key);
  }

  /** Takes it back. Nothing has happened then. */
  undo(key) {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
    this.#changed(key);
  }

  /** Does it without waiting any longer. */
  now(key) {
    const one = this.#waiting.get(key);
    if (one?.state !== "waiting") return;
    clearTimeout(one.timer);
    one.state = "deleting";
    this.#sendNow(key, one);
    this.#changed(key);
  }

  /** Does all of it without waiting: the page is being closed, or the space locked. */
  flush() {
    for (const key of this.#waiting.keys()) this.now(key);
  }

  /** The line is back: what is on its way is sent again. */
  again() {
    for (const [key, one] of this.#waiting) if (one.state === "deleting") this.#sendNow(key, one);
  }

  /** The space was closed: what was not sent is not done. */
  forget() {
    for (const one of this.#waiting.values()) this.#stop(one);
    this.#waiting.clear();
  }

  /** An answer of the page process. */
  receive(answer) {
    const [key, one] = [...this.#waiting].find(([, { seq }]) => seq === answer.seq) ?? [];
    if (!one) return; // a second answer to what was sent twice
    this.#stop(one);
    this.#waiting.delete(key);
    this.#changed(key, answer);
  }

  #sendNow(key, one) {
    one.giveUp?.();
    one.giveUp = deadline(one.order.copies ? COPIES : ANSWER, () => {
      one.why = "offline";
      this.#sendNow(key, one);
      this.#changed(key);
    });
    this.#send({ do: "delete", seq: one.seq, ...one.order, at: localTime() });
  }

  #stop(one) {
    clearTimeout(one.timer);
    one.giveUp?.();
  }
}
