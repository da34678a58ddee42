/**
 * The line from this page to its page process, for as long as the page is open: one WebSocket, opened again after
 * every loss, and another page process when the old one has gone. It never gives up. What was typed is not kept here;
 * each exercise holds its own unsent words and sends them again after `onConnected`.
 */

import { deadline } from "../deadline.js";

const FIRST_WAIT = 400; // ms before the next try, at most; doubled with each try …
const LONGEST_WAIT = 15_000; // … up to this
const SPREAD = 1_000; // ms over which the pages of a room come back when its network does
const HOLDS = 10_000; // ms after which a line counts as sound, and the next loss as a new one
const REACHED = 2; // tries that count, at most, when a line was lost earlier than that: the server was there
const ASK_EVERY = 10_000; // ms between pings, while the page can be seen
const ANSWER = 5_000; // ms for the answer; a network that dropped leaves a socket open and silent
const OPENING = 10_000; // ms for a WebSocket to open; without a network it may be opening for minutes
const REQUEST = 10_000; // ms for the answer when a page process is asked for; waiting in line is done on the line
const NO_ROOM = 10_000; // ms before asking again where there is not even a place in line, at least
const SLOW_AGAIN = 30_000; // ms before the next try when the same words may have ended three page processes, at least
const SLOW_COUNTS = 300_000; // ms in which such ends belong together
const NO_SUCH_VISIT = 4404;
const REFUSALS = { 403: "shut", 503: "full" }; // by status

/**
 * How long to wait before the next try, in ms, after `tries` that failed. At least half of it is sure, the rest is
 * chance: everybody loses the line at the same moment when a server is started anew, and must not come back at one.
 */
export function waitBefore(tries, chance = Math.random()) {
  return Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT) * (0.5 + chance / 2);
}

export class Connection {
  #config;
  #events;
  #socket = null; // the line, opening or open
  #request = null; // for another page process, while it is under way
  #waiting = []; // frames from before the first opening
  #lostOnce = false;
  #tries = 0; // since the line was last sound
  #slowEnds = []; // when page processes that took too long were ended
  #ended = false; // whether our page process is known to have ended, so that only another one helps
  #next = null; // timer of the next try
  #sound = null; // timer until the line counts as sound
  #giveUp = null; // ends the wait for an opening or an answer
  #closed = false;

  /**
   * @param {{base: string, page: string, xsrf: string, space: string}} config
   * @param {{onFrame(frame), onConnected(), onRenewed(visit), onState(name), hasUnsent(): boolean}} events
   *   `onConnected`: the line is back after a loss.
   *   `onRenewed`: `visit` says which page process serves this page now, what it shows, and whether a space is open.
   *   `onState`: "connected", "lost" (trying), "gone" (the server does not answer), "shut" (it does not know us),
   *   "full" (it has no room for us now), "slow_ended" (the page process took too long, another one is asked for).
   */
  constructor(config, events) {
    this.#config = config;
    this.#events = events;
    window.addEventListener("online", () => this.#hurry(Math.random() * SPREAD));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry(0));
    document.addEventListener("resume", () => this.#hurry(0)); // the browser had put the tab on ice
    setInterval(() => document.visibilityState === "visible" && this.#ask(), ASK_EVERY);
  }

  open() {
    this.#open({ justAsked: false });
  }

  /** `justAsked`: the server has told which page process is ours in this very moment, and need not be asked again. */
  #open({ justAsked }) {
    const url = new URL(`${this.#config.base}line/${this.#config.page}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    let opened = false;
    this.#socket = socket;
    this.#giveUp = deadline(OPENING, () => this.#lost({ state: "gone" }));
    socket.addEventListener("open", () => {
      opened = true;
      this.#hear();
      this.#tries = Math.min(this.#tries, REACHED);
      for (const frame of this.#waiting.splice(0)) socket.send(frame);
      this.#sound = setTimeout(() => { this.#tries = 0; }, HOLDS);
      this.#events.onState("connected");
      if (this.#lostOnce) this.#events.onConnected();
    });
    socket.addEventListener("message", (event) => this.#receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      if (socket !== this.#socket) return;
      if (opened || justAsked) this.#lost({ ended: event.code === NO_SUCH_VISIT });
      else this.#renew(); // a WebSocket does not say why it was refused
    });
  }

  /** Sends a frame; before the first opening it waits. During a loss it goes nowhere: its sender tries again. */
  send(frame) {
    const text = JSON.stringify(frame);
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(text);
      this.#ask(); // the server answers this at once, however long the page process needs
    } else if (!this.#lostOnce) this.#waiting.push(text);
  }

  /** No more tries, nothing sent: the page is being left. */
  close() {
    this.#closed = true;
    this.#drop();
  }

  #receive(frame) {
    this.#hear();
    if (frame.type === "ended" && frame.why === "slow") this.#tookTooLong();
    else if (frame.type === "ended") this.#lost({ ended: true });
    else if (frame.type !== "pong") this.#events.onFrame(frame);
  }

  /** Something came from the server, so nothing is waited for. */
  #hear() {
    this.#giveUp?.();
    this.#giveUp = null;
  }

  #ask() {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#giveUp !== null) return;
    this.#socket.send('{"type":"ping"}');
    this.#giveUp = deadline(ANSWER, () => this.#lost());
  }

  /** Lets go of the line, and of whatever is being tried or waits for it. */
  #drop() {
    this.#hear();
    this.#lostOnce = true;
    this.#waiting = [];
    clearTimeout(this.#next);
    clearTimeout(this.#sound);
    const [socket, request] = [this.#socket, this.#request];
    this.#socket = this.#request = null;
    socket?.close();
    request?.abort();
  }

  #tookTooLong() {
    const now = performance.now();
    this.#slowEnds = [...this.#slowEnds.filter((time) => now - time < SLOW_COUNTS), now];
    this.#lost({ ended: true, state: "slow_ended", atLeast: this.#slowEnds.length < 3 ? 0 : SLOW_AGAIN });
  }

  /** `ended`: our page process is known to have ended. `atLeast`: ms before the next try. */
  #lost({ ended = false, state = "lost", atLeast = 0 } = {}) {
    if (this.#closed) return;
    this.#drop();
    this.#ended ||= ended;
    this.#later(Math.max(waitBefore(this.#tries), atLeast * (1 + Math.random() / 2)));
    this.#tries += 1;
    this.#events.onState(state);
  }

  /**
   * A try begins with the line to the page process that there was, which waits a while for us. It is a connection of
   * its own; a request may be sent on one that a network forgot long ago, and then hangs.
   */
  #later(wait) {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => (this.#ended ? this.#renew() : this.open()), wait);
  }

  async #renew() {
    this.#drop();
    // A page in the background asks again when it is looked at, unless it holds words that nobody else has: many
    // open tabs must not take each other's processes.
    if (document.visibilityState !== "visible" && !this.#events.hasUnsent()) return;
    const request = new AbortController();
    this.#request = request;
    this.#giveUp = deadline(REQUEST, () => request.abort());
    let state = "gone";
    let visit = null;
    try {
      const response = await fetch(`${location.pathname}/visit`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-XSRFToken": this.#config.xsrf },
        body: JSON.stringify({ instead_of: this.#config.page, for_two: this.#config.space === "two" }),
        signal: request.signal,
      });
      if (response.ok) visit = await response.json();
      else state = REFUSALS[response.status] ?? "lost";
    } catch {
      // The server does not answer.
    }
    if (request !== this.#request) return;
    if (visit === null) {
      this.#lost({ state, atLeast: state === "full" ? NO_ROOM : 0 });
      return;
    }
    this.#drop();
    this.#ended = false;
    this.#config.page = visit.page;
    this.#events.onRenewed(visit);
    this.#open({ justAsked: true });
  }

  /** A good moment for the next try. One that is under way goes on; it has a deadline of its own. */
  #hurry(wait) {
    if (this.#socket === null && this.#request === null && this.#lostOnce && !this.#closed) this.#later(wait);
    else this.#ask();
  }
}
