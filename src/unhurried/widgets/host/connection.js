/**
 * The line from this page to its page process, for as long as the page is open: one WebSocket, opened again after
 * every loss, and another page process when the old one has gone. What was typed is not kept here; each exercise
 * holds its own unsent words and sends them again after `onConnected`.
 */

const WAITS = [200, 500, 1_000, 2_000, 5_000, 10_000]; // ms before each next try; the last one for ever
const ASK_EVERY = 10_000; // ms between pings, while the page can be seen
const ANSWER = 5_000; // ms for the answer; a network that dropped leaves a socket open and silent
const NO_SUCH_VISIT = 4404;

export class Connection {
  #config;
  #events;
  #socket = null;
  #waiting = []; // frames from before the first opening
  #tries = 0;
  #timer = null;
  #pong = null;
  #closed = false;
  #renewing = false;

  /**
   * @param {{base: string, page: string, xsrf: string}} config
   * @param {{onFrame(frame), onConnected(), onRenewed(visit), onState(name)}} events
   *   `onRenewed`: another page process serves this page now; `visit` is what it shows first.
   *   `onState`: "connected", "lost" (trying), "gone" (the server does not answer), "shut" (it does not know us).
   */
  constructor(config, events) {
    this.#config = config;
    this.#events = events;
    window.addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    setInterval(() => document.visibilityState === "visible" && this.#ask(), ASK_EVERY);
  }

  open() {
    const url = new URL(`${this.#config.base}line/${this.#config.page}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      for (const frame of this.#waiting.splice(0)) socket.send(frame);
      const again = this.#tries > 0;
      this.#tries = 0;
      this.#events.onState("connected");
      if (again) this.#events.onConnected();
    });
    socket.addEventListener("message", (event) => this.#receive(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#lost(event.code === NO_SUCH_VISIT);
    });
  }

  /** Sends a frame; before the first opening it waits. During a loss it goes nowhere: its sender tries again. */
  send(frame) {
    const text = JSON.stringify(frame);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
    else if (this.#tries === 0) this.#waiting.push(text);
  }

  /** No more tries, nothing sent: the page is being left. */
  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#pong);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #receive(frame) {
    clearTimeout(this.#pong);
    this.#pong = null;
    if (frame.type === "ended") this.#lost(true);
    else if (frame.type !== "pong") this.#events.onFrame(frame);
  }

  #ask() {
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#pong !== null) return;
    this.#socket.send('{"type":"ping"}');
    this.#pong = setTimeout(() => {
      this.#pong = null;
      this.#lost(false);
    }, ANSWER);
  }

  /** `gone`: the page process is known to have ended, so only another one helps. */
  #lost(gone) {
    if (this.#closed) return;
    clearTimeout(this.#pong);
    this.#pong = null;
    const silent = this.#socket;
    this.#socket = null;
    silent?.close();
    this.#waiting = [];
    this.#events.onState("lost");
    const wait = WAITS[Math.min(this.#tries, WAITS.length - 1)];
    // The first try asks for the old process, which waits a minute for us; the others for another one.
    const renew = gone || this.#tries > 0;
    this.#tries += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (renew ? this.#renew() : this.open()), wait * (0.75 + Math.random() / 2));
  }

  async #renew() {
    if (this.#renewing || this.#closed) return;
    // A page in the background asks again when it is looked at: many open tabs must not take each other's processes.
    if (document.visibilityState !== "visible") return;
    this.#renewing = true;
    let state = "gone";
    try {
      const response = await fetch(`${location.pathname}/visit`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-XSRFToken": this.#config.xsrf },
        body: JSON.stringify({ instead_of: this.#config.page }),
        signal: AbortSignal.timeout(20_000),
      });
      state = response.ok ? "lost" : "shut";
      if (response.ok) {
        const visit = await response.json();
        this.#config.page = visit.page;
        this.#events.onRenewed(visit);
        this.open();
      }
    } catch {
      // The server does not answer.
    }
    this.#renewing = false;
    if (state !== "lost") {
      this.#lost(true);
      this.#events.onState(state);
    }
  }

  #hurry() {
    if (this.#closed || this.#tries === 0) {
      this.#ask();
    } else if (this.#socket === null) {
      clearTimeout(this.#timer);
      this.#renew();
    }
  }
}
