/**
 * The exercises of a page, each in its section: what stands there until they come, and the models that join them to
 * the page process.
 */

import { Model } from "./model.js";

/** As in server/assets.py. */
const APART = ["looking_back", "script_builder", "grounding", "question_sorter"];

export class Sections {
  #course;
  #words;
  #prints;
  #post;
  #sections = document.querySelectorAll("section[data-exercise]");
  #models = []; // by section; none where no exercise is yet
  #said = document.createElement("p"); // for those who listen: a section that is busy is silent

  /**
   * @param {{words: object, exercise_words: object, definitions: object[]}} course
   * @param {object} prints
   * @param {(frame: object) => void} post  sends a frame to the page process
   */
  constructor(course, prints, post) {
    this.#course = course;
    this.#words = course.words.page;
    this.#prints = prints;
    this.#post = post;
    this.#said.className = "for-ears";
    this.#said.setAttribute("role", "status");
    document.getElementById("main").append(this.#said);
  }

  /**
   * What a page process shows. An exercise that is there already goes on with this process, and is to be greeted anew.
   * The same may come twice.
   */
  async show(ready) {
    this.#said.textContent = "";
    await Promise.all(ready.map((one) => this.#mount(one)));
    this.#empty().forEach((section) => this.#fail(section));
  }

  /** Says in the sections what is waited for, a key of `page.waits`. False when nobody can see one without its exercise. */
  wait(what) {
    const empty = this.#empty();
    const sentence = this.#words.waits[what];
    for (const section of empty) section.querySelector("p").textContent = sentence;
    if (empty.length > 0 && this.#said.textContent !== sentence) this.#said.textContent = sentence;
    return empty.some((section) => !section.closest("details:not([open])"));
  }

  /** A message of an exercise in the page process. */
  receive({ comm, data }) {
    this.#models.find((model) => model?.comm === comm)?.receive(data);
  }

  #empty() {
    return [...this.#sections].filter((_, index) => !this.#models[index]);
  }

  async #mount({ comm, stem, section }) {
    if (this.#models[section]) {
      this.#models[section].comm = comm;
      return;
    }
    const { definitions, exercise_words: words } = this.#course;
    const model = new Model(comm, { stem, definition: { ...definitions[section], words } }, this.#post, this.#prints);
    this.#models[section] = model;
    model.greet();
    try {
      // Joined by the server: all widgets, but for some that are each on one page.
      const { [stem]: widget } = await (APART.includes(stem) ? import(`../${stem}.js`) : import("../exercises.js"));
      const el = document.createElement("div");
      await widget.render({ model, el });
      this.#sections[section].replaceChildren(el);
      this.#sections[section].removeAttribute("aria-busy");
    } catch {
      delete this.#models[section];
    }
  }

  #fail(section) {
    const sentence = document.createElement("p");
    sentence.textContent = this.#words.exercise_failed;
    const again = document.createElement("a");
    again.href = location.pathname;
    again.textContent = this.#words.try_again;
    sentence.append(" ", again);
    section.replaceChildren(sentence);
    section.removeAttribute("aria-busy");
  }
}
