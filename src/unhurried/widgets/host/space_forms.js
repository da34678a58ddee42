/**
 * What all forms of my space have in common: one thing at a time, one sentence on how it went, and the requests. A
 * passphrase is in its field until it is sent, and nowhere else; no field of these is one that a browser or a password
 * manager offers to keep.
 */

import { paragraph } from "./form.js";

/** Error keys of the server, and the words for them. Anything else is "unexpected". */
const SENTENCES = {
  wrong_passphrase: "wrong",
  passphrase_taken: "taken",
  passphrase_weak: "weak",
  space_damaged: "damaged",
  space_newer: "newer",
  space_full: "full",
  space_read_only: "read_only",
  space_busy: "busy",
  save_unopened: "save_unopened",
  save_slow: "save_slow",
  save_foreign: "save_foreign",
  save_other_kind: "save_other_kind",
  save_too_big: "save_too_big",
  not_erased: "not_erased",
};

export class Forms {
  #config;
  #words;

  constructor(config) {
    this.#config = config;
    this.#words = config.words.space;
  }

  /** A form whose `act` runs once at a time; it answers `{error | sentence, focus}` or nothing. `busy`: said meanwhile. */
  make(parts, act, busy = this.#words.opening) {
    const form = document.createElement("form");
    form.autocomplete = "off";
    form.append(...parts.map((part) => part.element ?? part));
    const status = document.createElement("p");
    status.className = "form-status";
    status.setAttribute("role", "status");
    form.append(status);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run(form, act, busy);
    });
    return form;
  }

  async run(form, act, busy = this.#words.opening) {
    if ("busy" in form.dataset) return;
    const status = form.querySelector(".form-status");
    form.dataset.busy = "";
    status.textContent = busy;
    let said;
    try {
      said = await act();
    } catch {
      said = { sentence: this.#config.words.connection.gone };
    }
    delete form.dataset.busy;
    if (!said) return;
    status.textContent = said.sentence ?? this.sentence(said.error);
    said.focus?.focus();
  }

  /** `other`: what is said of an error that has no words of its own. */
  sentence(error, other = this.#words.unexpected) {
    return error in SENTENCES ? this.#words[SENTENCES[error]] : other;
  }

  /** What the server answers, or the `file` that it sends. */
  async post(path, body) {
    const response = await fetch(`${this.#config.base}space/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": this.#config.xsrf },
      body: JSON.stringify(body),
    });
    if (FILES.has(response.headers.get("Content-Type"))) return { file: await response.blob() };
    const answer = await response.json();
    return response.ok || answer.error ? answer : { error: "unexpected" };
  }

  async get(path) {
    const response = await fetch(`${this.#config.base}space/${path}`);
    return response.json();
  }
}

const FILES = new Set(["application/zip", "application/octet-stream"]);

/** Something that stands folded under its title until it is wanted. */
export function folded(title, ...parts) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = title;
  details.append(summary, ...parts);
  return details;
}

export function paragraphs(texts) {
  return texts.map((text) => paragraph(text));
}

export function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
