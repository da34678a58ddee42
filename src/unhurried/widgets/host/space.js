/**
 * My space, over any page: open, make, lock, other words, put back a good copy, save one to read. Save files, the folder
 * for two and erasing stand in files of their own.
 */

import { button, checkbox, paragraph, secret } from "./form.js";
import { save } from "./save.js";
import { openSheet, whenNoneIsOpen } from "./sheet.js";
import { eraseForm } from "./space_erase.js";
import { folded, Forms, paragraphs, today } from "./space_forms.js";
import { loadForm, saveForm } from "./space_save.js";

export class Space {
  #config;
  #words;
  #page;
  #forms;
  #state;
  #kind; // of the space that is, or was last, open to this page: "open" or "two"
  #interrupted = false;
  #erasing = false;
  #dialog = document.getElementById("space-dialog");
  #place = document.getElementById("space");
  #button = document.getElementById("space-button");

  /**
   * @param {object} config
   * @param {{keepEverything: () => Promise<boolean>, hasWords: () => boolean}} page  `keepEverything`: sends what is
   *   unsent, before a lock; `hasWords`: whether something would be gone with this page
   */
  constructor(config, page) {
    this.#config = config;
    this.#words = config.words.space;
    this.#page = page;
    this.#forms = new Forms(config);
    this.#state = config.space;
    this.#kind = config.space === "two" ? "two" : "open";
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

  /** Whether this page is having its space erased: then it is told of by its own page, and does not leave like others. */
  get isErasing() {
    return this.#erasing;
  }

  /** The server's word on whether a space is open; after a restart the page asks for the passphrase over its words. */
  serverSays(state, { restarted = false, error = "" } = {}) {
    // Asked once more if it could not be opened before, since the workbook was not there; never over what is typed.
    const again = restarted && this.#interrupted && !this.#dialog.open;
    if (state === this.#state && !again) return;
    this.#mark(state);
    this.#interrupted = state === "closed";
    const lost = restarted ? this.#words.after_restart : this.#words.locked_by_itself;
    const notice = error ? this.#forms.sentence(error) : this.#interrupted ? lost : "";
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

  /** Whether what this page holds was written for another kind of space than the one that is open now. */
  isForeign(state) {
    return state !== "closed" && state !== this.#kind;
  }

  /**
   * Another kind of space is open now. What is on this page was not meant for it and does not go there, so the map comes
   * next; at once, unless something would be gone with this page.
   */
  goElsewhere() {
    if (!this.#page.hasWords()) {
      location.replace(this.#config.base);
      return;
    }
    this.#interrupted = false;
    document.getElementById("space-dialog-title").textContent = this.#words.elsewhere_title;
    const on = document.createElement("a");
    on.href = this.#config.base;
    on.className = "button";
    on.textContent = this.#config.words.page.back_to_map;
    on.addEventListener("click", (event) => event.stopPropagation()); // this one has been asked
    this.#place.replaceChildren(paragraph(this.#words.elsewhere, "notice"), on);
    if (!this.#dialog.open) openSheet(this.#dialog);
    this.#focusTitle();
  }

  #mark(state) {
    this.#state = state;
    if (state !== "closed") {
      this.#interrupted = false;
      this.#kind = state;
    }
    this.#button.dataset.space = state;
    document.getElementById("space-button-state").textContent = this.#config.words.page.space_is[state];
  }

  #show(notice = "") {
    const words = this.#words;
    document.getElementById("space-dialog-title").textContent = words.title[this.#state];
    const parts = this.#state === "closed" ? this.#closed() : this.#opened();
    this.#place.replaceChildren(...(notice ? [paragraph(notice, "notice")] : []), ...parts, this.#whatItKeeps());
  }

  #whatItKeeps() {
    const line = paragraph("");
    const link = document.createElement("a");
    link.href = `${this.#config.base}keeps`;
    link.textContent = this.#words.what_it_keeps;
    line.append(link);
    return line;
  }

  // Closed: open or make

  #closed() {
    return [this.#openForm(), this.#makeForm(this.#words.make_title, this.#words.make_before, false), this.#load(),
      this.#two(this.#makeForm(this.#words.two.make_title, this.#words.two.make_before, true))];
  }

  /** The folder for the two of them: what it is, then how to come to it. */
  #two(...parts) {
    const { title, about } = this.#words.two;
    return folded(title, ...paragraphs(about), ...parts);
  }

  #load() {
    return loadForm(this.#forms, this.#words, this.#state, (answer, sentence) => this.#opens(answer, sentence));
  }

  /** A space was opened, or more is in it now. */
  #opens(answer, sentence) {
    const state = answer.space ?? "open";
    if (this.isForeign(state)) return null; // its pages are being sent elsewhere, this one among them
    return this.#done(state, sentence);
  }

  #openForm() {
    const words = this.#words;
    const field = secret(words.open_label);
    const form = this.#forms.make([field, button(words.open_button)], async () => {
      const answer = await this.#forms.post("open", { passphrase: field.value, today: today() });
      if (answer.error === "space_damaged") return this.#offerCopies(form, field.value, answer.copies);
      if (answer.error) return { error: answer.error, focus: field };
      return this.#opens(answer, answer.space === "two" ? words.two.open_state : words.open_state);
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
        this.#forms.run(form, async () => {
          const answer = await this.#forms.post("restore", { passphrase, slot });
          return answer.error ? { error: answer.error } : this.#opens(answer, words.restored);
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

  #makeForm(title, before, forTwo) {
    const details = folded(title);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) this.#fillMake(details, before, forTwo);
    });
    return details;
  }

  async #fillMake(details, before, forTwo) {
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
      const answer = await this.#forms.get("words");
      offered.textContent = answer.words ?? this.#forms.sentence("unexpected");
    };
    others.addEventListener("click", offer);
    own.input.addEventListener("change", () => {
      ownField.element.hidden = !own.input.checked;
      generated.hidden = own.input.checked;
    });
    const generated = document.createElement("div");
    generated.append(paragraph(words.generated_title), offered, others);
    const chosen = () => (own.input.checked ? ownField.value : offered.textContent);
    const form = this.#forms.make([own, ownField, again, button(forTwo ? words.two.make_button : words.make_button)], async () => {
      if (!sameWords(chosen(), again.value)) return { sentence: words.again_differs, focus: again };
      const answer = await this.#forms.post("make", { passphrase: again.value, for_two: forTwo });
      if (answer.error) return { error: answer.error, focus: own.input.checked ? ownField : others };
      return this.#opens(answer, words.made);
    });
    form.prepend(...paragraphs(before), generated, paragraph(words.write_down));
    details.append(form);
    await offer();
  }

  // Open: lock, other words, a copy to read

  #opened() {
    const words = this.#words;
    const part = document.createElement("div");
    const forTwo = this.#state === "two";
    const lock = button(forTwo ? words.two.lock_button : words.lock_button, "button");
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    lock.addEventListener("click", async () => {
      lock.disabled = true;
      if (!(await this.#page.keepEverything())) {
        status.textContent = words.lock_unsent;
        lock.disabled = false;
        anyway.hidden = false;
        return;
      }
      await this.#forms.post("lock", {});
      // Not only locked but gone from the screen: the map shows nobody's words.
      location.replace(this.#config.base);
    });
    // What cannot be kept (a damaged file, a full disk) must not hold the space open; it stays on the page.
    const anyway = button(words.lock_anyway, "button");
    anyway.hidden = true;
    anyway.addEventListener("click", async () => {
      await this.#forms.post("lock", {});
      this.#mark("closed");
      this.#show(words.locked_by_itself);
    });
    part.append(paragraph(forTwo ? words.two.open_state : words.open_state), paragraph(words.quiet_lock), this.#lookBack(),
      lock, status, anyway, this.#changeForm(), this.#copyForm(), saveForm(this.#forms, words, this.#page), this.#load(),
      ...(forTwo ? [] : [this.#two(paragraph(words.two.how_from_open))]),
      eraseForm(this.#forms, words, forTwo, (isErasing) => { this.#erasing = isErasing; }));
    return [part];
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
    const old = secret(words.change_old);
    const fresh = secret(words.change_new, words.own_hint);
    const again = secret(words.again_label);
    const form = this.#forms.make([old, fresh, again, button(words.change_button)], async () => {
      if (!sameWords(fresh.value, again.value)) return { sentence: words.again_differs, focus: again };
      const answer = await this.#forms.post("change", { old: old.value, new: fresh.value });
      if (answer.error) return { error: answer.error, focus: answer.error === "wrong_passphrase" ? old : fresh };
      form.reset();
      return { sentence: words.changed };
    });
    return folded(words.change_title, form);
  }

  #copyForm() {
    const words = this.#words.copy;
    const passphrase = secret(words.passphrase, words.why_again);
    const everything = checkbox(words.everything, words.everything_about);
    const form = this.#forms.make([passphrase, everything, button(words.button)], async () => {
      const isKept = await this.#page.keepEverything();
      const order = { passphrase: passphrase.value, everything: everything.input.checked, today: today() };
      const answer = await this.#forms.post("copy", order);
      if (!form.isConnected) return null; // left, or locked, while it was being made
      if (answer.error === "wrong_passphrase") return { sentence: this.#words.wrong, focus: passphrase };
      if (answer.error) return { sentence: this.#forms.sentence(answer.error, words.failed) };
      save(answer.file, "pages.zip");
      form.reset();
      return { sentence: isKept ? words.done : words.done_without };
    }, words.making);
    form.prepend(paragraph(words.about), paragraph(words.warning));
    return folded(words.title, form);
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
}

/** Whether two passphrases open the same space, as far as a slip of the finger goes; the server compares exactly. */
function sameWords(one, other) {
  const plain = (text) => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  return plain(one) === plain(other);
}

function longDate(iso) {
  return new Date(`${iso}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
}
