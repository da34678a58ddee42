// Looking back: what a space holds, by worksheet. What was written comes when a worksheet is opened, and goes from the
// page when it is closed.

import { announcer } from "./announce.js";
import { Deletions } from "./deletion.js";
import { freshId, h, PRIVATE } from "./element.js";
import { tellGone } from "./gone.js";
import { kept } from "./kept.js";
import { localTime, readDay } from "./time.js";
import { wordsFrom } from "./words.js";

/** One worksheet, folded. `ask(content)` sends a message about it. Returns `{element, tell(sheet), receive, draw}`. */
function sheet(id, { words, says, heard, deletions, ask }) {
  const title = h("h2", { id: freshId(), translate: "no" });
  const facts = h("p", { class: "u-facts" });
  const way = h("div", {});
  const inside = h("div", { class: "u-kept-inside", translate: "no" });
  const summary = h("summary", {}, title, facts);
  const details = h("details", { class: "u-kept-sheet", ontoggle: () => (details.open ? read() : close()) },
    summary, h("div", {}, way, inside));
  let about = null;
  let questions = [];

  function read() {
    if (questions.length === 0) inside.replaceChildren(h("p", { role: "status" }, says("reading")));
    ask({ do: "open", worksheet: id });
  }

  /** What was written lies in a closed fold no longer. */
  function close() {
    questions = [];
    inside.replaceChildren();
  }

  function address() {
    return about.place ? `${about.place.page}#exercise-${about.place.number}` : null;
  }

  function tell(now) {
    about = now;
    const day = readDay(now.last, words);
    const never = now.share === "never" ? says("never") : null;
    title.textContent = now.title;
    facts.replaceChildren(...[now.days === 1 ? says("last_one", { day }) : says("last", { day, days: now.days }), never]
      .filter(Boolean).map((text) => h("span", {}, text)));
    way.replaceChildren(...(now.place
      ? [h("p", {}, h("a", { href: address() }, says("at_place", { title: now.place.title }))),
        h("p", { class: "u-hint" }, says("change_about"))]
      : [h("p", { class: "u-hint" }, says("dropped"))]));
    if (details.open) read();
  }

  function opened(content) {
    if (!details.open) return;
    const focused = questions.find(({ element }) => element.contains(document.activeElement));
    const label = (field) => content.says[field.id] ?? field.question;
    questions = content.questions.map((question) => ({
      id: question.id,
      ...kept({ ...question, worksheet: id }, {
        words, says, heard, label, deletions, place: address(), never: about.share === "never",
        send: (more) => ask({ worksheet: id, ...more }),
      }),
    }));
    inside.replaceChildren(...questions.map(({ element }) => element));
    if (focused) (questions.find((one) => one.id === focused.id)?.heading ?? summary).focus();
  }

  function receive(content) {
    if (content.say === "opened") opened(content);
    const question = questions.find((one) => one.id === content.question);
    if (content.say === "older") question?.older(content);
    if (content.say === "drawn") question?.drawn(content.result);
  }

  function fail() {
    if (details.open && questions.length === 0) inside.replaceChildren(h("p", { role: "status" }, says("failed")));
  }

  return {
    element: details, summary, tell, receive, fail,
    draw: (question) => questions.find((one) => one.id === question)?.draw(),
  };
}

/** The fields above the list. `changed()` when somebody wants another choice. Returns `{element, chosen, tell}`. */
function filter({ says, changed }) {
  const chapter = h("select", { id: freshId(), ...PRIVATE });
  const day = () => h("input", { type: "date", class: "u-text u-date", id: freshId(), ...PRIVATE });
  const [since, until] = [day(), day()];
  const field = (name, input) => h("div", { class: "u-field" }, h("label", { for: input.id }, says(name)), input);
  const form = h("form", {
    autocomplete: "off",
    onsubmit: (event) => {
      event.preventDefault();
      changed();
    },
  },
  field("chapter", chapter), field("since", since), field("until", until),
  h("button", { class: "u-button" }, says("show")));
  const element = h("details", { class: "u-kept-filter" }, h("summary", {}, says("filter")), form);

  function tell(chapters) {
    const { value } = chapter;
    chapter.replaceChildren(h("option", { value: "" }, says("all_chapters")),
      ...chapters.map(({ page, title }) => h("option", { value: String(page) }, title)));
    chapter.value = chapters.some(({ page }) => String(page) === value) ? value : "";
  }

  return {
    element,
    tell,
    get chosen() {
      return {
        chapter: chapter.value === "" ? null : Number(chapter.value), since: since.value || null, until: until.value || null,
      };
    },
  };
}

export default {
  render({ model, el }) {
    const definition = model.get("definition");
    const words = wordsFrom(definition.words);
    const says = wordsFrom(definition.says);
    const announce = announcer();
    const heard = announce.say;
    const sheets = new Map(); // worksheet id -> what sheet() returns
    const list = h("div", { class: "u-kept-sheets" });
    const notice = h("p", { class: "u-kept-notice", role: "status", tabindex: "-1" });
    const narrowed = filter({ says, changed: () => { byHand = true; look(); } });
    let byHand = false;
    let keeping = null;

    const send = (content) => model.send(content);
    const ask = (content) => send({ ...content, ...narrowed.chosen });
    const look = () => ask({ do: "overview", at: localTime() });

    const deletions = new Deletions({ send, changed: deletionChanged });

    function deletionChanged(key, outcome) {
      const question = key.slice(0, key.lastIndexOf(" "));
      const count = deletions.stuck;
      el.dispatchEvent(new CustomEvent("unhurried:unsent", { bubbles: true, detail: { count, atRisk: 0, undecided: 0 } }));
      sheets.forEach((one) => one.draw(question));
      if (outcome) done(outcome);
    }

    function done({ say, why, copies }) {
      const sentence = say === "not_deleted"
        ? says(why in definition.says.not_deleted ? `not_deleted.${why}` : "not_deleted.unexpected")
        : says(copies === null ? "deleted" : copies === "renewed" ? "deleted_renewed" : "deleted_not_renewed");
      const inList = list.contains(document.activeElement) || document.activeElement === document.body;
      notice.textContent = sentence;
      if (inList) notice.focus();
      if (say === "deleted") tellGone();
      look();
    }

    // What there is ------------------------------------------------------------------------------------------

    function overview({ keeping: now, any, chapters, worksheets }) {
      if (now !== "space" && keeping === "space") deletions.forget();
      keeping = now;
      narrowed.tell(chapters);
      narrowed.element.hidden = !any;
      const there = new Set(worksheets.map(({ id }) => id));
      for (const id of sheets.keys()) if (!there.has(id)) sheets.delete(id);
      for (const { id } of worksheets) {
        if (!sheets.has(id)) sheets.set(id, sheet(id, { words, says, heard, deletions, ask }));
      }
      place(worksheets.map(({ id }) => sheets.get(id).element));
      worksheets.forEach((one) => sheets.get(one.id).tell(one));
      empty.textContent = now !== "space" ? says("closed") : any ? says("nothing_here") : says("nothing");
      empty.hidden = worksheets.length > 0;
      if (now !== "space") notice.textContent = "";
      if (byHand) heard(says("showing", { count: worksheets.length }));
      byHand = false;
    }

    /** Moves no element that stands where it should: moving takes the focus from what is in it. */
    function place(elements) {
      const stays = new Set(elements);
      for (const old of [...list.children]) if (!stays.has(old)) old.remove();
      elements.forEach((element, index) => {
        if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
      });
    }

    function receive(content) {
      if (content.say === "overview") overview(content);
      else if (content.say === "deleted" || content.say === "not_deleted") deletions.receive(content);
      else if (content.say === "failed") fail();
      else sheets.get(content.worksheet)?.receive(content);
    }

    function fail() {
      sheets.forEach((one) => one.fail());
      if (sheets.size === 0) empty.textContent = says("failed");
    }

    const empty = h("p", { class: "u-kept-empty" }, words("preparing"));
    el.append(h("div", { class: "u-exercise" }, notice, narrowed.element, empty, list, announce.element));
    narrowed.element.hidden = true;

    const listening = new AbortController();
    const on = (target, name, act) => target.addEventListener(name, act, { signal: listening.signal });
    on(document, "unhurried:connected", () => {
      look();
      deletions.again();
    });
    on(document, "unhurried:flush", () => deletions.flush());
    on(window, "pagehide", () => deletions.flush());
    model.on("msg:custom", receive);
    look();
    return () => {
      deletions.flush();
      deletions.forget();
      listening.abort();
      model.off("msg:custom", receive);
      el.replaceChildren();
    };
  },
};
