/**
 * My space, over any page: open, make, lock, other words, put back a good copy, save one to read. A passphrase is in
 * its field until it is sent, and nowhere else; no field of this page is one that a browser or a password manager
 * offers to keep.
 */

import { button, checkbox, paragraph, secret } from "./form.js";
import { save } from "./save.js";
import { openSheet, whenNoneIsOpen } from "./sheet.js";

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
};

export class Space {
  #config;
  #words;
  #keepEverything;
  #state;
  #interrupted = false;
  #dialog = document.getElementById("space-dialog");
  #place = document.getElementById("space");
  #button = document.getElementById("space-button");

  /**
   * @param {object} config
   * @param {{keepEverything: () => Promise<boolean>}} page  sends what is unsent, before a lock
   */
  constructor(config, { keepEverything }) {
    this.#config = config;
    this.#words = config.words.space;
    this.#keepEverything = keepEverything;
    this.#state = config.space;
    if (!this.#dialog) return;
    for (const link of [this.#button, ...document.querySelectorAll("[data-opens='space-dialog']")]) {
      link.setAttribute("aria-haspopup", "dialog");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#show();
        openSheet(this.#dialog, link);
      });
    }
    this.#dialog.addEventListener("close", () => this.#place.replaceChildren());
    document.addEventListener("unhurried:leaving", () => this.#place.replaceChildren());
  }

  /** Whether the space was closed over the person's head, and they have neither opened one nor chosen to go without. */
  get interrupted() {
    return this.#interrupted;
  }

  /** The server's word on whether a space is open; after a restart the page asks for the passphrase over its words. */
  serverSays(state, { restarted = false, error = "" } = {}) {
    // Asked once more if it could not be opened before, since the workbook was not there; never over what is typed.
    const again = restarted && this.#interrupted && !this.#dialog.open;
    if (state === this.#state && !again) return;
    this.#mark(state);
    this.#interrupted = state === "closed";
    const lost = restarted ? this.#words.after_restart : this.#words.locked_by_itself;
    const notice = error ? this.#sentence(error) : this.#interrupted ? lost : "";
    if (!this.#dialog.open) whenNoneIsOpen(() => this.#askAgain(notice));
    else if (!this.#place.querySelector("form[data-busy]")) {
      this.#show(notice);
      this.#focusTitle();
    }
  }

  #askAgain(notice) {
    if (!this.#interrupted) return;
    this.#show(notice);
    openSheet(this.#dialog);
  }

  /** What was typed is held by this page alone: open a space and keep it, or go on without. */
  askBefore(link) {
    this.#show(this.#words.held_only);
    const on = document.createElement("a");
    on.href = link.href;
    on.className = "button";
    on.textContent = this.#words.go_on_without;
    on.addEventListener("click", (event) => event.stopPropagation()); // this one has been asked
    this.#place.querySelector(".notice").after(on);
    openSheet(this.#dialog, link);
  }

  #mark(state) {
    this.#state = state;
    if (state === "open") this.#interrupted = false;
    this.#button.dataset.space = state;
    document.getElementById("space-button-state").textContent =
      state === "open" ? this.#config.words.page.space_is_open : "";
  }

  #show(notice = "") {
    const words = this.#words;
    document.getElementById("space-dialog-title").textContent = words.title[this.#state];
    const parts = this.#state === "open" ? [this.#opened()] : [this.#openForm(), this.#makeForm()];
    this.#place.replaceChildren(...(notice ? [paragraph(notice, "notice")] : []), ...parts);
  }

  // Closed: open or make

  #openForm() {
    const words = this.#words;
    const field = secret(words.open_label);
    const form = this.#form([field, button(words.open_button)], async () => {
      const answer = await this.#post("open", { passphrase: field.value, today: today() });
      if (answer.error === "space_damaged") return this.#offerCopies(form, field.value, answer.copies);
      if (answer.error) return { error: answer.error, focus: field };
      return this.#done("open", words.open_state);
    });
    form.prepend(paragraph(words.intro));
    const without = button(words.look_only, "button");
    without.addEventListener("click", () => {
      this.#interrupted = false;
      this.#dialog.close();
    });
    form.append(without);
    return form;
  }

  #offerCopies(form, passphrase, copies) {
    const words = this.#words;
    const list = document.createElement("div");
    for (const { slot, date } of copies) {
      const restore = button(words.restore_button.replace("{date}", longDate(date)), "button");
      restore.addEventListener("click", () =>
        this.#run(form, async () => {
          const answer = await this.#post("restore", { passphrase, slot });
          return answer.error ? { error: answer.error } : this.#done("open", words.restored);
        }),
      );
      list.append(restore);
    }
    form.querySelector(".copies")?.remove();
    list.className = "copies";
    if (copies.length > 0) list.prepend(paragraph(words.restore_offer));
    form.append(list);
    return { error: "space_damaged" };
  }

  #makeForm() {
    const words = this.#words;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = words.make_title;
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) this.#fillMake(details);
    });
    return details;
  }

  async #fillMake(details) {
    const words = this.#words;
    const offered = document.createElement("p");
    offered.className = "offered-words";
    offered.setAttribute("translate", "no");
    const others = button(words.other_words, "button");
    const own = checkbox(words.own_words);
    const ownField = secret(words.own_label, words.own_hint);
    const again = secret(words.again_label);
    ownField.element.hidden = true;
    const offer = async () => {
      offered.textContent = "";
      const answer = await this.#get("words");
      offered.textContent = answer.words ?? this.#sentence("unexpected");
    };
    others.addEventListener("click", offer);
    own.input.addEventListener("change", () => {
      ownField.element.hidden = !own.input.checked;
      generated.hidden = own.input.checked;
    });
    const generated = document.createElement("div");
    generated.append(paragraph(words.generated_title), offered, others);
    const chosen = () => (own.input.checked ? ownField.value : offered.textContent);
    const form = this.#form([own, ownField, again, button(words.make_button)], async () => {
      if (!sameWords(chosen(), again.value)) return { sentence: words.again_differs, focus: again };
      const answer = await this.#post("make", { passphrase: again.value });
      if (answer.error) return { error: answer.error, focus: own.input.checked ? ownField : others };
      return this.#done("open", words.made);
    });
    form.prepend(paragraph(words.make_intro), paragraph(words.before_you_write), generated, paragraph(words.write_down));
    details.append(form);
    await offer();
  }

  // Open: lock, other words, a copy to read

  #opened() {
    const words = this.#words;
    const part = document.createElement("div");
    const lock = button(words.lock_button, "button");
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    lock.addEventListener("click", async () => {
      lock.disabled = true;
      if (!(await this.#keepEverything())) {
        status.textContent = words.lock_unsent;
        lock.disabled = false;
        anyway.hidden = false;
        return;
      }
      await this.#post("lock", {});
      // Not only locked but gone from the screen: the map shows nobody's words.
      location.replace(this.#config.base);
    });
    // What cannot be kept (a damaged file, a full disk) must not hold the space open; it stays on the page.
    const anyway = button(words.lock_anyway, "button");
    anyway.hidden = true;
    anyway.addEventListener("click", async () => {
      await this.#post("lock", {});
      this.#mark("closed");
      this.#show(words.locked_by_itself);
    });
    part.append(paragraph(words.open_state), paragraph(words.quiet_lock), this.#lookBack(), lock, status, anyway, this.#changeForm(),
      this.#copyForm());
    return part;
  }

  #lookBack() {
    const line = paragraph("");
    const link = document.createElement("a");
    link.href = `${this.#config.base}p/0`;
    link.textContent = this.#words.look_back;
    line.append(link);
    return line;
  }

  #changeForm() {
    const words = this.#words;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = words.change_title;
    const old = secret(words.change_old);
    const fresh = secret(words.change_new, words.own_hint);
    const again = secret(words.again_label);
    const form = this.#form([old, fresh, again, button(words.change_button)], async () => {
      if (!sameWords(fresh.value, again.value)) return { sentence: words.again_differs, focus: again };
      const answer = await this.#post("change", { old: old.value, new: fresh.value });
      if (answer.error) return { error: answer.error, focus: answer.error === "wrong_passphrase" ? old : fresh };
      form.reset();
      return { sentence: words.changed };
    });
    details.append(summary, form);
    return details;
  }

  #copyForm() {
    const words = this.#words.copy;
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = words.title;
    const passphrase = secret(words.passphrase, words.why_again);
    const everything = checkbox(words.everything, words.everything_about);
    const form = this.#form([passphrase, everything, button(words.button)], async () => {
      const isKept = await this.#keepEverything();
      const order = { passphrase: passphrase.value, everything: everything.input.checked, today: today() };
      const answer = await this.#post("copy", order);
      if (!form.isConnected) return null; // left, or locked, while it was being made
      if (answer.error === "wrong_passphrase") return { sentence: this.#words.wrong, focus: passphrase };
      if (answer.error) return { sentence: answer.error in SENTENCES ? this.#sentence(answer.error) : words.failed };
      save(answer.file, "pages.zip");
      form.reset();
      return { sentence: isKept ? words.done : words.done_without };
    }, words.making);
    form.prepend(paragraph(words.about), paragraph(words.warning));
    details.append(summary, form);
    return details;
  }

  // Shared by all forms

  /** A form whose `act` runs once at a time; it answers `{error | sentence, focus}` or nothing. `busy`: said meanwhile. */
  #form(parts, act, busy = this.#words.opening) {
    const form = document.createElement("form");
    form.autocomplete = "off";
    form.append(...parts.map((part) => part.element ?? part));
    const status = document.createElement("p");
    status.className = "form-status";
    status.setAttribute("role", "status");
    form.append(status);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#run(form, act, busy);
    });
    return form;
  }

  async #run(form, act, busy = this.#words.opening) {
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
    status.textContent = said.sentence ?? this.#sentence(said.error);
    said.focus?.focus();
  }

  #done(state, sentence) {
    this.#mark(state);
    this.#show(sentence);
    this.#focusTitle();
    return null;
  }

  #focusTitle() {
    document.getElementById("space-dialog-title").focus();
  }

  #sentence(error) {
    return this.#words[SENTENCES[error] ?? "unexpected"];
  }

  async #post(path, body) {
    const response = await fetch(`${this.#config.base}space/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": this.#config.xsrf },
      body: JSON.stringify(body),
    });
    if (response.headers.get("Content-Type") === "application/zip") return { file: await response.blob() };
    const answer = await response.json();
    return response.ok || answer.error ? answer : { error: "unexpected" };
  }

  async #get(path) {
    const response = await fetch(`${this.#config.base}space/${path}`);
    return response.json();
  }
}

/** Whether two passphrases open the same space, as far as a slip of the finger goes; the server compares exactly. */
function sameWords(one, other) {
  const plain = (text) => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  return plain(one) === plain(other);
}

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function longDate(iso) {
  return new Date(`${iso}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
}
