/**
 * Files of one page, ordered from the server. Sheets of paper are shown in tabs of their own; a sheet may hold what
 * somebody wrote, so it lives no longer than the page that ordered it: leaving, locking and going to another page close
 * its tab. A text is saved at once, and is the person's from then on.
 */
import { wordsFrom } from "../words.js";
import { later } from "./later.js";
import { save } from "./save.js";

export class Prints {
  #config;
  #tabs = [];
  #addresses = [];
  #round = 0; // counts how often everything was closed

  /** @param {{base: string, xsrf: string}} config */
  constructor(config) {
    this.#config = config;
    for (const end of ["unhurried:leaving", "unhurried:locked"]) document.addEventListener(end, () => this.close());
    window.addEventListener("pagehide", () => this.close());
  }

  /**
   * Orders a sheet. `order`: `{worksheet, paper, answers, today}`, `answers` null for a blank one; or as `what`, another
   * address that makes sheets, takes it. Returns the address of the PDF in this page's memory: no browser keeps it in
   * its cache, and its history keeps no word of it.
   */
  async make(order, what = "print") {
    const address = URL.createObjectURL(await this.#order(what, order));
    this.#addresses.push(address);
    return address;
  }

  /** Orders a text and saves it. `order`: `{worksheet, answers, today}`. */
  async saveText(order) {
    save(await this.#order("text", order), "page.md");
  }

  /** Whether a card can be read elsewhere, with six words. */
  get sixWords() {
    return this.#config.six_words === true;
  }

  /** Builds the menu of cards of one exercise into `place`. `exercise`: `{definition, answers()}`. */
  async cards(place, exercise) {
    const { code, words } = await later(this.#config);
    return code.cards(place, {
      ...exercise,
      words: wordsFrom(words.card),
      exerciseWords: wordsFrom(exercise.definition.words),
      config: this.#config,
      prints: this,
    });
  }

  /**
   * Orders a sheet, a chapter or the book. `order`: `{worksheet | chapter, paper, filled, today, everything, cover}`.
   * `told(done, of)` hears how far the book is; `signal` ends it. Returns the address, as `make` does. Throws an Error
   * whose `message` is an error's key.
   */
  async bind(order, { told, signal }) {
    const round = this.#round;
    const response = await this.#send("bind", order, signal);
    if (!response.ok) throw new Error("failed");
    let last = {};
    for await (const line of linesOf(response.body)) {
      last = JSON.parse(line);
      if (last.told) told(...last.told);
    }
    if (!last.pdf || round !== this.#round) throw new Error(last.error ?? "failed");
    const bytes = Uint8Array.from(atob(last.pdf), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
    this.#addresses.push(address);
    return address;
  }

  /** Shows a sheet in a tab of its own. False where the browser holds it back. */
  open(address) {
    const tab = window.open(address);
    if (tab) this.#tabs.push(tab);
    return tab !== null;
  }

  /** The file that was ordered. It is let go when the page was left, or the space locked, before it came. */
  async #order(what, order) {
    const round = this.#round;
    const response = await this.#send(what, order);
    const file = await response.blob();
    if (!response.ok || round !== this.#round) throw new Error("no file");
    return file;
  }

  #send(what, order, signal) {
    return fetch(`${this.#config.base}${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": this.#config.xsrf },
      body: JSON.stringify(order),
      signal,
    });
  }

  /** Closes every sheet and forgets it. */
  close() {
    this.#round += 1;
    for (const tab of this.#tabs.splice(0)) tab.close();
    for (const address of this.#addresses.splice(0)) URL.revokeObjectURL(address);
  }
}

/** The lines of a stream of text, each as it comes. */
async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let parts = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const [first, ...others] = value.split("\n");
    parts.push(first);
    for (const other of others) {
      yield parts.join("");
      parts = [other];
    }
  }
}
