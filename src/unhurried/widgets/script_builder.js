// The script builder: a worksheet whose list of scripts is written situation by situation. Situation first, then slots
// with starters, and below them what was written, put together by the page process.

import { freshId, h } from "./element.js";
import { writing } from "./fields.js";
import { insert } from "./insert.js";
import { choices } from "./options.js";
import { ways } from "./script_out.js";
import { scriptText } from "./script_text.js";
import { mount } from "./worksheet.js";
import { wordList } from "./word_list.js";
import { wordsFrom } from "./words.js";

const SPEAKERS = ["hurt", "unfaithful"];
const STRENGTHS = ["faint", "clear", "strong"];

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const button = (text, onclick, kind = "u-button") => h("button", { type: "button", class: kind, onclick }, text);

/** Entries of one list by a key, in their order: `[[key, [entry, …]], …]`. */
const grouped = (list, key) =>
  [...new Set(list.map((one) => one[key]))].map((name) => [name, list.filter((one) => one[key] === name)]);

function wordGroups(offers, says) {
  return {
    feelings: grouped(offers.feelings, "family").map(([name, all]) => ({
      name,
      rows: STRENGTHS.map((strength) => ({
        name: says(strength),
        labels: all.filter((one) => one.strength === strength).map(({ label }) => label),
      })),
    })),
    needs: grouped(offers.needs, "group").map(([name, all]) => ({
      name, rows: [{ name: null, labels: all.map(({ label }) => label) }],
    })),
  };
}

/** The start and end of the sentence in `text` that has the place `at` in it. */
function sentenceAt(text, at) {
  const ends = [...text.matchAll(/[.?!…]+\s+|\n+/g)].map((match) => match.index + match[0].length);
  const start = ends.filter((end) => end <= at).at(-1) ?? 0;
  const end = ends.find((one) => one > at) ?? text.length;
  return [start, start + text.slice(start, end).trimEnd().length];
}

/** What stands in the place of the list `scripts`. See fields.js for the contract; more of it for the results. */
function scripts(block, { words, change, heard, says, offers, look }) {
  const fields = new Map(block.fields.map((field) => [field.id, field]));
  const asked = ["id", "from", ...fields.keys()];
  const situations = new Map(offers.situations.map((one) => [one.id, one]));
  const lists = wordGroups(offers, says);
  let entries = []; // as they are kept, in the order in which they were begun
  let texts = []; // what each of them says, as far as the page process has said so
  let desk = null; // the script that is open

  // Choosing ---------------------------------------------------------------------------------------------

  const chooser = h("details", { class: "u-situations", open: true },
    h("summary", {}, says("choose")),
    SPEAKERS.map((speaker) =>
      h("details", { class: "u-suggestions" },
        h("summary", {}, says(speaker)),
        h("div", { class: "u-chips u-stacked" },
          offers.situations.filter((one) => one.speaker === speaker).map((one) =>
            button(one.title, () => begin(one), "u-chip"))))));
  const mine = h("ol", { class: "u-mine", role: "list" });
  const removedLine = h("p", { class: "u-removed", hidden: true, translate: "no" });
  const mineTitle = h("h3", {}, says("mine"));
  const begun = h("div", { class: "u-begun" }, mineTitle, mine, removedLine);
  const place = h("div", { class: "u-desk" });
  const element = h("div", { class: "u-field u-scripts", role: "group", "aria-label": block.question }, begun, chooser, place);

  function begin(situation) {
    open({ id: newId(), from: situation.id, name: situation.title });
    desk.title.focus();
  }

  function goOn(entry) {
    open(entry);
    desk.title.focus();
  }

  function open(entry) {
    closeDesk();
    desk = deskFor(entry);
    place.replaceChildren(desk.element);
    chooser.open = false;
    drawMine();
    tell();
  }

  function closeDesk() {
    desk?.close();
    desk = null;
    place.replaceChildren();
  }

  function drawMine() {
    begun.hidden = entries.length === 0 && removedLine.hidden;
    mine.replaceChildren(...entries.map((entry, index) => {
      const name = h("span", { class: "u-name", id: freshId() }, entry.name ?? words("unnamed"));
      const named = (text, act) => {
        const one = button(text, act, "u-quiet");
        one.id = freshId();
        one.setAttribute("aria-labelledby", `${one.id} ${name.id}`);
        return one;
      };
      return h("li", { translate: "no", "aria-current": desk?.id === entry.id ? "true" : null },
        name, h("span", { class: "u-gist" }, textAt(index) ?? ""),
        h("span", { class: "u-card-buttons" },
          desk?.id === entry.id ? null : named(says("go_on"), () => goOn(entry)),
          named(words("remove"), () => remove(entry))));
    }));
  }

  // Keeping ----------------------------------------------------------------------------------------------

  const clean = (entry) => Object.fromEntries(asked.map((key) => [key, entry[key] ?? null]));

  function commit(how) {
    change(entries.length > 0 ? entries : null, how);
  }

  /** The entry as it is now takes its place, or comes to the end. */
  function keep(entry, how) {
    const known = entries.some(({ id }) => id === entry.id);
    entries = known ? entries.map((one) => (one.id === entry.id ? clean(entry) : one)) : [...entries, clean(entry)];
    settle();
    if (!known) drawMine();
    commit(how);
  }

  function remove(entry) {
    const index = entries.indexOf(entry);
    const text = words("removed", { name: entry.name ?? words("unnamed") });
    if (desk?.id === entry.id) {
      closeDesk();
      chooser.open = true;
    }
    entries = entries.filter((one) => one !== entry);
    texts = [];
    const undo = button(words("undo"), () => {
      entries = [...entries.slice(0, index), entry, ...entries.slice(index)];
      settle();
      drawMine();
      commit();
      mine.children[index].querySelector("button").focus();
    });
    removedLine.replaceChildren(h("span", {}, text), undo);
    removedLine.hidden = false;
    drawMine();
    commit();
    undo.focus();
  }

  function settle() {
    removedLine.hidden = true;
    removedLine.replaceChildren();
  }

  function show(value) {
    entries = value ?? [];
    texts = [];
    settle();
    const still = entries.find(({ id }) => id === desk?.id);
    if (still) desk.fill(still);
    else closeDesk();
    if (!desk && entries.length > 0) open(entries.at(-1));
    chooser.open = desk === null;
    drawMine();
  }

  // What the page process says ---------------------------------------------------------------------------

  /** The text of an entry, where the newest result is about the entries as they are. */
  function textAt(index) {
    const row = texts.length === entries.length ? texts[index] : null;
    return row && row.name === (entries[index].name ?? words("left_open")) ? row.text : null;
  }

  function showTexts(found) {
    texts = (found?.rows ?? []).map(({ cells: [name, text] }) => ({ name, text: text === words("left_open") ? "" : text }));
    drawMine();
    tell();
  }

  function tell() {
    const index = entries.findIndex(({ id }) => id === desk?.id);
    const text = index < 0 ? null : textAt(index);
    if (text !== null) desk.say(text);
  }

  // One script -------------------------------------------------------------------------------------------

  function deskFor(begun) {
    let entry = begun;
    const situation = situations.get(entry.from);
    const slots = situation?.slots ?? asked.filter((key) => entry[key] && !["id", "from", "name", "form"].includes(key))
      .map((slot) => ({ slot, lead: null, starters: [] }));
    const title = h("h3", { tabindex: "-1" }, entry.name ?? words("unnamed"));
    const views = new Map(slots.map((one) => [one.slot, slotFor(one)]));
    const form = choices(fields.get("form"), {
      words, heard, change: (value) => edit("form", value),
    });
    const text = scriptText({
      byItself: situation?.speaker === "unfaithful",
      says, words, heard, look: () => look(entry.id), put,
    });
    const out = ways({ says, reply: situation?.reply ?? [], text: () => text.text });

    function edit(key, value, how) {
      entry = { ...entry, [key]: value };
      keep(entry, how);
    }

    function slotFor({ slot, lead, starters }) {
      const field = fields.get(slot);
      const hint = [field.hint, lead ? says("lead", { lead }) : null].filter(Boolean).join(" ");
      const view = writing({ ...field, hint, starters, lines: 2 }, {
        words, change: (value, how) => edit(slot, value, how),
      });
      const area = view.element.querySelector("textarea");
      if (lead) area.setAttribute("autocapitalize", "none");
      const offered = { feel: "feelings", need: "needs" }[slot];
      if (offered) {
        view.element.append(wordList(says(offered), lists[offered], {
          says,
          add: (label) => {
            const before = area.value.trim() === "" ? "" : /\s$/.test(area.value) ? `${says("and")} ` : ` ${says("and")} `;
            insert(area, `${before}${label}`);
          },
        }));
      }
      return { ...view, area };
    }

    /** Puts words in the place of a sentence that was found, and leaves them selected, to be changed. Returns what
        takes it back: a phone has no key for that. */
    function put(slot, at, other) {
      const { area } = views.get(slot);
      const before = area.value;
      const [start, end] = sentenceAt(before, at);
      insert(area, other, start, end);
      area.setSelectionRange(start, start + other.length);
      return () => insert(area, before, 0, area.value.length);
    }

    function fill(next) {
      entry = next;
      views.forEach((view, slot) => view.show(entry[slot] ?? null));
      form.show(entry.form ?? null);
    }

    function say(next) {
      text.show(next);
      out.show(next !== "");
    }

    function close() {
      text.close();
      out.close();
    }

    fill(entry);
    out.show(false);
    const element = h("section", { class: "u-open-script" },
      title,
      situation ? h("p", {}, situation.purpose) : null,
      situation?.opens ? h("p", { class: "u-note" }, situation.opens) : null,
      situation
        ? h("details", { class: "u-suggestions" },
          h("summary", {}, says("example")),
          h("p", { class: "u-hint" }, says("before")), h("p", {}, situation.before),
          h("p", { class: "u-hint" }, says("after")), h("p", {}, situation.after))
        : null,
      [...views.values()].map((view) => view.element),
      form.element, text.element, out.element,
      button(says("something_else"), () => {
        chooser.open = true;
        chooser.querySelector("summary").focus();
      }));
    return { id: entry.id, element, title, fill, say, looked: text.looked, close };
  }

  show(null);
  return {
    element,
    show,
    focus: () => (desk?.title ?? chooser.querySelector("summary")).focus(),
    showTexts,
    looked: (found) => found.script === desk?.id && desk.looked(found),
    close: closeDesk,
  };
}

export default {
  render({ model, el }) {
    const definition = model.get("definition");
    const says = wordsFrom(definition.says);
    const shown = definition.blocks.find((block) => block.result === "scripts");
    let view;
    const exercise = mount({
      model,
      el,
      own: {
        scripts: (block, context) => {
          view = scripts(block, { ...context, says, offers: definition.offers, look });
          return view;
        },
        // Each script stands where it is written, and nowhere a second time.
        [shown.id]: () => ({ element: h("div", { hidden: true }), show: (found) => view.showTexts(found) }),
      },
    });

    function look(script) {
      exercise.keeping.flush(); // what was typed arrives first, and the check is of that
      model.send({ do: "look", script });
    }

    const receive = (content) => content.say === "looked" && view.looked(content);
    model.on("msg:custom", receive);
    exercise.begin();
    return () => {
      model.off("msg:custom", receive);
      view.close();
      exercise.close();
    };
  },
};
