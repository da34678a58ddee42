/**
 * The line from this page to its room (docs/rooms.md): one WebSocket, opened again after every loss, for ever. What was
 * sent and not yet answered is sent again, with the same number: the same thing twice is one.
 */

import { waitBefore } from "../connection.js";
import { deadline } from "../../deadline.js";

const ASK_EVERY = 10_000; // ms between pings, while the page can be seen
const ANSWER = 5_000; // ms for the answer; a network that dropped leaves a socket open and silent
const OPENING = 10_000; // ms for a WebSocket to open
const HOLDS = 10_000; // ms after which a line counts as sound, and the next loss as a new one
const FOR_GOOD = { 4404: "no_seat", 4410: "ended" }; // closed with these, no other try helps

export class RoomLine {
  #address;
  #events;
  #socket = null;
  #open = new Map(); // seq -> message without an answer, in the order of sending
  #seq = 0;
  #tries = 0;
  #next = null; // timer of the next try
  #sound = null; // timer until the line counts as sound
  #giveUp = null; // ends the wait for an opening or an answer
  #closed = false;

  /**
   * @param {string} base  the server's URL prefix
   * @param {{onMessage(message), onState(name), onOver(why), onRefused(why, message)}} events
   *   `onState`: "connected" or "lost". `onOver`: "ended" (the room), "no_seat" (this page's); no line opens again.
   */
  constructor(base, events) {
    this.#address = new URL(`${base}room/line`, location.href);
    this.#address.protocol = this.#address.protocol.replace("http", "ws");
    this.#events = events;
    window.addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    document.addEventListener("resume", () => this.#hurry()); // the browser had put the tab on ice
    setInterval(() => document.visibilityState === "visible" && this.#ask(), ASK_EVERY);
    this.#connect();
  }

  /** Sends a message, now or once there is a line. Returns its number. */
  send(message) {
    const numbered = { ...message, seq: (this.#seq += 1) };
    this.#open.set(numbered.seq, numbered);
    this.#write(numbered);
    return numbered.seq;
  }

  /** Whether something of this type was sent and is not answered. */
  waitsFor(type) {
    return [...this.#open.values()].some((message) => message.type === type);
  }

  /** No more tries: the page is being left. */
  close() {
    this.#closed = true;
    this.#drop();
  }

  #write(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify(message));
    this.#await();
  }

  #connect() {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#giveUp = deadline(OPENING, () => this.#lost());
    socket.addEventListener("open", () => {
      this.#hear();
      this.#sound = setTimeout(() => { this.#tries = 0; }, HOLDS);
      this.#events.onState("connected");
      for (const message of this.#open.values()) this.#write(message);
    });
    socket.addEventListener("message", (event) => this.#receive(JSON.parse(event.data)));
    socket.addEventListener("close", ({ code }) => {
      if (socket !== this.#socket) return;
      if (code in FOR_GOOD) this.#over(FOR_GOOD[code]);
      else this.#lost();
    });
  }

  #receive(message) {
    this.#hear();
    if (message.type === "pong") return;
    if (message.type === "ended") this.#over("ended");
    else {
      const asked = this.#open.get(message.seq);
      this.#open.delete(message.seq);
      if (message.type === "refused") this.#events.onRefused(message.why, asked);
      else this.#events.onMessage(message);
    }
  }

  #over(why) {
    this.close();
    this.#events.onOver(why);
  }

  #ask() {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#giveUp !== null) return;
    this.#socket.send('{"type":"ping"}');
    this.#await();
  }

  #await() {
    this.#giveUp ??= deadline(ANSWER, () => this.#lost());
  }

  #hear() {
    this.#giveUp?.();
    this.#giveUp = null;
  }

  #drop() {
    this.#hear();
    clearTimeout(this.#next);
    clearTimeout(this.#sound);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #lost() {
    if (this.#closed) return;
    this.#drop();
    this.#next = setTimeout(() => this.#connect(), waitBefore(this.#tries));
    this.#tries += 1;
    this.#events.onState("lost");
  }

  /** A good moment for the next try, or to see whether the line still is one. */
  #hurry() {
    if (this.#closed) return;
    if (this.#socket === null) {
      clearTimeout(this.#next);
      this.#connect();
    } else this.#ask();
  }
}
