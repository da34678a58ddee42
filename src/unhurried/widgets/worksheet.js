// An exercise in the browser, as an anywidget front-end module: it runs unchanged in our own page host, in
// JupyterLab and in stock Voila. Its definition holds every word; answers travel as messages (docs/protocol.md).

import { announcer } from "./announce.js";
import { h } from "./element.js";
import { FIELDS, pair } from "./fields.js";
import { hearGone } from "./gone.js";
import { head, sources } from "./head.js";
import { Keeping } from "./keeping.js";
import { list } from "./list.js";
import { printing } from "./print.js";
import { result } from "./result.js";
import { sharing } from "./sharing.js";
import { sort } from "./sort.js";
import { steps } from "./steps.js";
import { localTime, readTime } from "./time.js";
import { versions } from "./versions.js";
import { wordsFrom } from "./words.js";

const QUESTIONS = { ...FIELDS, pair, list, sort };

/** Styles for hosts that know nothing of us. Our own page host, which gives the model `prints`, has them in the page. */
function addStylesheet(model) {
  if (model.prints) return;
  const { href } = new URL("./worksheet.css", import.meta.url);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return;
  if ([...document.querySelectorAll("link[rel=stylesheet]")].some((link) => link.href === href)) return;
  document.head.append(h("link", { rel: "stylesheet", href }));
}

/** The course's own Markdown, rendered by the page process with raw HTML off. */
function note({ html }) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return h("div", { class: "u-prose" }, template.content);
}

/**
 * Builds the exercise into `el` and returns what a bespoke exercise needs to add to it: `sections` (block id ->
 * element), `body` (the element around all blocks), `ask(id, field)` for questions without a block, `keeping`,
 * `says`, `words`, `heard`; then `begin()`, which says hello, and `close()`.
 *
 * It may bring `own`, a builder for a block in place of that of its kind (block id -> builder); `offers`, the buttons that
 * results may bring (result.js); and `answered()`, called after anything was answered or came in.
 */
export function mount({ model, el, own = {}, offers = {}, answered = () => {} }) {
  const definition = model.get("definition");
  const words = wordsFrom(definition.words);
  const says = wordsFrom(definition.says);
  const label = (field) => definition.says[field.id] ?? field.question;
  const announce = announcer();
  const heard = announce.say;
  const results = new Map();
  const sections = new Map();
  const fields = new Map();
  let told = "0 0 0"; // what the page around knows of what is unsent, at risk and undecided

  addStylesheet(model);

  // Keeping ----------------------------------------------------------------------------------------------

  const keeping = new Keeping({
    send: (content) => model.send(content),
    onChange: () => {
      showStatus();
      answered();
      shared?.changed();
      const detail = { count: keeping.unsent, atRisk: keeping.atRisk, undecided: keeping.undecided };
      const now = Object.values(detail).join(" ");
      if (now === told) return;
      told = now;
      el.dispatchEvent(new CustomEvent("unhurried:unsent", { bubbles: true, detail }));
    },
    onResults: (found) => results.forEach((view, id) => view.show(found[id])),
  });

  // The lasting states are spoken politely; "Keeping…" comes with every pause in typing and is only seen.
  const lasting = h("span", {});
  const passing = h("span", { "aria-hidden": "true" });
  const statusLine = h("p", { class: "u-status", role: "status" }, lasting, passing);
  const forBoth = definition.who.includes("together") && definition.share === "ask";
  const place = h("p", { class: "u-place", hidden: true });
  const keepNow = h("button", { type: "button", class: "u-quiet", onclick: () => keepAll() }, words("keep_now"));

  function statusText({ name, why, at }) {
    if (name === "waiting") return words("preparing");
    if (name === "nothing") return words("nothing_yet");
    if (name === "held") return words("held");
    if (name === "kept") return words("kept_at", { time: readTime(at) });
    return words(why in definition.words.not_kept ? `not_kept.${why}` : "not_kept.unexpected");
  }

  function showStatus() {
    const status = keeping.status;
    const busy = status.name === "keeping";
    const text = busy ? "" : statusText(status);
    if (lasting.textContent !== text) lasting.textContent = text;
    passing.textContent = busy ? words("keeping") : "";
    statusLine.classList.toggle("u-not-kept", status.name === "not_kept");
    showPlace();
  }

  /** Who can read what is written here, where that is not plain: on pages for both, and while a folder for two is open. */
  function showPlace() {
    const said = { space: forBoth ? "own_both" : null, two: forBoth ? "two_both" : "two_alone" }[keeping.where] ?? null;
    place.hidden = said === null;
    const text = said === null ? "" : words(`place.${said}`);
    if (place.textContent !== text) place.textContent = text;
  }

  function keepAll() {
    keeping.flush();
    if (keeping.unsent === 0) heard(statusText(keeping.status));
  }

  // Questions --------------------------------------------------------------------------------------------

  function question(block) {
    let mine = null;
    const field = (own[block.id] ?? QUESTIONS[block.kind])(block, {
      words,
      label,
      heard,
      change: (value, how) => {
        mine = value;
        keeping.change(block.id, value, how);
      },
    });
    const met = versions(block, {
      words,
      label,
      choose: (value) => {
        keeping.choose(block.id, value);
        field.focus();
        heard(words("conflict.settled"));
      },
    });
    const section = h("section", {
      class: "u-block",
      onfocusout: ({ relatedTarget }) => keeping.leave(block.id, { stays: section.contains(relatedTarget) }),
    }, here(block), field.element, met.element, ownShare(block));
    fields.set(block.id, field);
    keeping.ask(block.id, {
      busy: () => section.contains(section.getRootNode().activeElement),
      show: (value, at) => {
        mine = value;
        field.show(value, at);
      },
      showOthers: (others) => {
        met.show(mine, others);
        if (others.length > 0) heard(words("conflict.title"));
      },
    });
    return section;
  }

  const asked = definition.blocks.filter((block) => block.kind in QUESTIONS);

  /** What can be seen of the answers. What a field has put away (of_today.js) goes on no paper either. */
  const onPage = () =>
    Object.fromEntries(Object.entries(keeping.answers).filter(([id]) => !fields.get(id)?.isAway?.()));

  /** "You are here", where a page asks more than one can see at once. */
  function here(block) {
    if (asked.length < 3) return null;
    return h("p", { class: "u-hint u-here" },
      words("question_of", { place: asked.indexOf(block) + 1, count: asked.length }));
  }

  /** Where the whole page cannot be shared, its head says so. */
  function ownShare({ share }) {
    if (share !== "never" || definition.share === "never") return null;
    return h("p", { class: "u-facts u-own-share" }, words("cannot_share_this"));
  }

  function section(block) {
    if (block.kind === "note") return note(block);
    if (block.kind === "steps") return steps(block, { words, heard });
    if (block.kind !== "show") return question(block);
    const view = (own[block.id] ?? result)(block, { words, heard, offers, ask: () => ask(block.id) });
    results.set(block.id, view);
    return view.element;
  }

  const body = h("div", { class: "u-blocks" });
  for (const block of definition.blocks) {
    const element = section(block);
    if (block.id) sections.set(block.id, element);
    body.append(element);
  }
  const shared = sharing(definition, { words, prints: model.prints, answers: () => keeping.answers });
  el.append(h("article", {
    class: "u-exercise",
    // JupyterLab must not take arrow keys or letters from a field for its own commands.
    "data-lm-suppress-shortcuts": "true",
  },
  head(definition, { words, label }),
  asked.length > 0 ? place : null,
  body,
  asked.length > 0 ? h("div", { class: "u-keeping" }, statusLine, keepNow) : null,
  printing(definition, {
    words, prints: model.prints, asks: asked.length > 0, answers: onPage,
  }),
  shared?.element ?? "",
  sources(definition, words),
  announce.element));
  showStatus();

  // The page around it -----------------------------------------------------------------------------------

  const listening = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: listening.signal });
  let unhear = () => {};
  function receive(content) {
    if (content.say === "asked") results.get(content.block)?.answer(content.result);
    else keeping.receive(content);
  }

  /** What is not sent yet goes first: the answer is about what stands on the page. */
  function ask(block) {
    keeping.flush();
    model.send({ do: "ask", block, at: localTime() });
  }

  function begin() {
    model.on("msg:custom", receive);
    unhear = hearGone(() => keeping.hello());
    on(document, "unhurried:connected", () => keeping.hello());
    on(document, "unhurried:flush", () => keeping.flush());
    on(window, "pagehide", () => keeping.flush());
    on(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") keeping.flush();
    });
    keeping.hello({ asked: model.greeted });
  }

  function close() {
    keeping.flush();
    keeping.close();
    shared?.close();
    unhear();
    listening.abort();
    model.off("msg:custom", receive);
    el.replaceChildren();
  }

  return { definition, sections, body, keeping, says, words, heard, begin, close };
}

export default {
  render({ model, el }) {
    const exercise = mount({ model, el });
    exercise.begin();
    return exercise.close;
  },
};
