/**
 * The menu of cards: ticks, the card exactly as it will be seen, and the ways to show it. What stands on a card is made
 * by the server's process out of the ticked answers, and of those alone: no other answer is sent. Nothing of a card is
 * kept, but for what takes back a card that six words open.
 */

import { freshId, h, PRIVATE } from "../element.js";
import { usualPaper } from "../paper.js";
import { term } from "../term.js";
import { localTime, readDay, untilMidnight } from "../time.js";

const SETTLED = 400; // ms without a change before the card is made anew

/** What another person sees. The preview, the whole screen and the page for six words say the same. */
function faceOf({ lines, parts, ends }) {
  return [
    lines.map((line) => h("p", { class: "u-card-lines" }, line)),
    parts.map(({ name, said }) => h("div", { class: "u-card-part" },
      name ? h("p", { class: "u-card-asked" }, name) : null, said.map((text) => h("p", { class: "u-said" }, text)))),
    h("p", { class: "u-sentence" }, ends),
  ].flat(Infinity);
}

/** Whether an answer says nothing, as the server's process sees it. */
function isOpen(value) {
  if (typeof value === "string") return value.trim() === "";
  if (typeof value !== "object" || value === null) return value === null || value === undefined;
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every(isOpen);
}

/** Every answer that can be ticked: `[{id, label, question, value}]`. */
function itemsOf({ blocks, on_card: ids }, answers, unnamed) {
  return ids.flatMap((id) => {
    const block = blocks.find((one) => one.id === id);
    if (block.kind === "show") {
      return answers.day === localTime().slice(0, 10) ? [{ id, label: block.title, question: id, value: answers }] : [];
    }
    const value = answers[id];
    if (isOpen(value)) return [];
    if (block.kind !== "list") return [{ id, label: block.question, question: id, value }];
    const [named] = block.fields.filter(({ kind }) => kind === "short");
    return value.filter(({ id: _, from: __, ...said }) => !isOpen(said)).map((entry) => ({
      id: `${id}/${entry.id}`,
      label: `${block.question}: ${(named && entry[named.id]) || unnamed}`,
      question: id,
      value: entry,
    }));
  });
}

export default function cards(place, { definition, answers, words, exerciseWords, config, prints }) {
  const isCard = definition.blocks.some(({ id, kind }) => kind === "show" && definition.on_card.includes(id));
  const ticked = new Set();
  const given = new Map(); // cards that six words open, by id
  let items = [];
  let made = null; // `{order, face, days, touch, until}`: the card as it was looked at
  let turn = 0; // counts what was asked for: an answer that comes late is let go
  let waiting = null;
  let drawn = ""; // the choices as they stand there

  // What stands on the page ------------------------------------------------------------------------------

  const button = (key, act) => h("button", { type: "button", class: "u-button", onclick: act }, words(key));
  const choices = h("fieldset", { class: "u-field" });
  const preview = h("div", { class: "u-card-face", translate: "no" });
  const titled = freshId();
  const status = h("p", { role: "status", tabindex: "-1" });
  const again = button("menu.print_again", () => openSheet());
  again.hidden = true;
  const out = h("div", { class: "u-print-buttons" },
    isCard ? null : [button("menu.show", () => show()), button("menu.print", () => print()), again],
    prints.sixWords ? button("words.make", () => give()) : null);
  const warning = h("div", { class: "u-card-part u-hint" },
    isCard ? null : h("p", {}, `${words("menu.show_about")} ${words("menu.print_about")}`),
    prints.sixWords ? h("p", {}, words("words.about")) : null);
  const sixWords = h("section", { class: "u-six-words", hidden: true, tabindex: "-1" });
  const mine = h("section", { hidden: true });
  const inside = h("div", { class: "u-card-face", translate: "no", id: freshId() });
  const dialog = wholeScreen();
  place.replaceChildren(
    h("p", {}, words("menu.about")), choices,
    definition.blocks.some(({ share }) => share === "never") ? h("p", { class: "u-hint" }, words("menu.cannot")) : "",
    h("section", { "aria-labelledby": titled }, h("h3", { id: titled }, words("menu.preview")), preview),
    out, warning, status, sixWords, mine, dialog);

  function wholeScreen() {
    const leave = document.querySelector("button.leave[form=leave-form]");
    return h("dialog", { class: "u-card-page", "aria-labelledby": inside.id },
      h("div", { class: "u-card-bar" },
        leave ? h("button", { class: "u-button", form: "leave-form" }, leave.textContent) : null,
        button("menu.put_away", () => dialog.close())),
      inside);
  }

  /** Left alone while it is the same: somebody may be in the middle of it. */
  function drawChoices() {
    const now = JSON.stringify(items.map(({ id, label }) => [id, label, ticked.has(id)]));
    if (now === drawn) return;
    drawn = now;
    choices.replaceChildren(
      h("legend", {}, words("menu.pick")),
      ...items.map(({ id, label }) => h("label", { class: "u-print-option" },
        h("input", { type: "checkbox", checked: ticked.has(id), ...PRIVATE, onchange: (event) => tick(id, event) }),
        h("span", { translate: "no" }, label))),
      items.length === 0 ? h("p", { class: "u-hint" }, words("menu.nothing")) : "");
  }

  function drawCard() {
    const seen = made ? faceOf(made.face) : [h("p", { class: "u-hint" }, words("menu.preview_empty"))];
    preview.replaceChildren(...seen);
    out.hidden = warning.hidden = !made;
  }

  // The card ---------------------------------------------------------------------------------------------

  function tick(id, { target }) {
    if (target.checked) ticked.add(id);
    else ticked.delete(id);
    drawn = "";
    make();
  }

  /** Only what is ticked: the questions' answers, and of a list the entries. */
  function orderNow() {
    const chosen = items.filter(({ id }) => ticked.has(id));
    const sent = {};
    for (const { id, question, value } of chosen) {
      if (isCard) Object.assign(sent, value);
      else if (id === question) sent[question] = value;
      else sent[question] = [...(sent[question] ?? []), value];
    }
    return {
      worksheet: definition.id, items: chosen.map(({ id }) => id), answers: sent, today: localTime().slice(0, 10),
    };
  }

  /** Makes the card anew. What was shown before is gone at once: nobody shows what they have not looked at. */
  async function make() {
    turn += 1;
    const mineTurn = turn;
    putAwayCard();
    if (ticked.size === 0) return;
    const order = orderNow();
    try {
      const { face, days, touch } = await ask("card/look", order);
      if (mineTurn !== turn) return;
      made = { order, face, days, touch, until: term(untilMidnight(days), () => ended()) };
      drawCard();
    } catch {
      if (mineTurn === turn) status.textContent = words("menu.failed");
    }
  }

  function putAwayCard() {
    made?.until.stop();
    made = null;
    status.textContent = "";
    again.hidden = true;
    sixWords.hidden = true;
    sixWords.replaceChildren();
    inside.replaceChildren();
    dialog.close();
    drawCard();
  }

  /** Midnight. A screen that was left on shows one sentence, the same as for any card that is not open. */
  function ended() {
    const wasShown = dialog.open;
    ticked.clear();
    putAwayCard();
    drawChoices();
    const closed = h("p", { class: "u-sentence" }, words("closed"));
    if (!wasShown) return;
    inside.replaceChildren(closed);
    dialog.showModal();
  }

  function show() {
    if (made.until.over()) return;
    inside.replaceChildren(...faceOf(made.face));
    dialog.showModal();
  }

  // On paper ---------------------------------------------------------------------------------------------

  let sheet = null;

  async function print() {
    const { order } = made;
    status.textContent = words("menu.printing");
    again.hidden = true;
    try {
      sheet = await prints.make({ ...order, paper: usualPaper() }, "card/sheet");
      openSheet();
    } catch {
      status.textContent = words("menu.failed");
    }
  }

  /** A browser that holds a new tab back after a wait opens it when the button is pressed. */
  function openSheet() {
    const opened = prints.open(sheet);
    status.textContent = words(opened ? "menu.print_open" : "menu.print_ready");
    again.hidden = opened;
  }

  // Six words --------------------------------------------------------------------------------------------

  async function give() {
    const { order, days } = made;
    const mineTurn = turn;
    status.textContent = words("words.making");
    try {
      const { words: six, card, kept } = await ask("card/give", { ...order, ends_in: untilMidnight(days) / 1000 });
      given.set(card.id, card);
      drawGiven();
      if (mineTurn !== turn) return; // it changed meanwhile; what was made can be taken back below
      status.textContent = "";
      sixWords.replaceChildren(
        h("h3", {}, words("words.title")),
        h("p", { class: "u-script-large", translate: "no" }, six),
        h("p", {}, words("words.where", { address: new URL(`${config.base}card`, location.href).href })),
        h("p", { class: "u-hint" }, words("words.once")),
        h("p", { class: "u-hint" }, words(kept ? "words.kept" : "words.only_here")));
      sixWords.hidden = false;
      sixWords.focus();
    } catch ({ message }) {
      const known = ["card_too_long", "cards_full", "too_many"].includes(message);
      status.textContent = words(`words.${known ? message : "unexpected"}`);
    }
  }

  function drawGiven() {
    const open = [...given.values()].filter(({ ends }) => ends * 1000 > Date.now());
    mine.hidden = open.length === 0;
    mine.replaceChildren(
      h("h3", {}, words("words.open")),
      h("ul", {}, open.map((card) => {
        const lastMinute = new Date((card.ends - 60) * 1000);
        const facts = { title: card.title, day: readDay(localTime(lastMinute).slice(0, 10), exerciseWords) };
        const label = words("words.take_back_one", facts);
        return h("li", {}, h("span", {}, words("words.until", facts)), " ",
          h("button", { type: "button", class: "u-button", "aria-label": label, onclick: () => takeBack(card) },
            words("words.take_back")));
      })));
  }

  /** Whether these cards open nothing any more. */
  async function withdraw(some) {
    try {
      await ask("card/withdraw", { cards: some.map(({ id, secret }) => [id, secret]) });
    } catch {
      return false;
    }
    for (const { id } of some) given.delete(id);
    sixWords.hidden = true;
    sixWords.replaceChildren();
    drawGiven();
    return true;
  }

  async function takeBack(card) {
    const done = await withdraw([card]);
    status.textContent = words(done ? "words.taken_back" : "words.not_taken_back");
    if (done) status.focus(); // the button that was pressed is gone
  }

  async function learnGiven() {
    if (!prints.sixWords) return;
    try {
      for (const card of (await ask("card/mine", {})).cards) given.set(card.id, card);
    } catch {
      return; // what this page gave out itself is still here
    }
    drawGiven();
  }

  // The page around it -----------------------------------------------------------------------------------

  async function ask(what, order) {
    const response = await fetch(`${config.base}${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": config.xsrf },
      body: JSON.stringify(order),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  function readItems() {
    items = itemsOf(definition, answers(), exerciseWords("unnamed"));
    for (const id of ticked) if (!items.some((item) => item.id === id)) ticked.delete(id);
  }

  /** An answer changed, or went with its space. A card of what no longer stands on the page is put away at once. */
  function changed() {
    if (!place.parentElement.open) return;
    readItems();
    if (made && JSON.stringify(orderNow().answers) !== JSON.stringify(made.order.answers)) make();
    clearTimeout(waiting);
    waiting = setTimeout(drawChoices, SETTLED);
  }

  function refresh() {
    readItems();
    drawChoices();
    drawCard();
    learnGiven();
  }

  /** The menu is closed: nothing is ticked when it is opened again. */
  function putAway() {
    turn += 1;
    ticked.clear();
    putAwayCard();
  }

  /** Touch rests: a card about touch is put away here, and taken back elsewhere. Nobody hears of it. */
  function rest() {
    if (made?.touch) putAway();
    const about = [...given.values()].filter(({ touch }) => touch);
    if (about.length > 0) withdraw(about);
    drawChoices();
  }

  refresh();
  return { refresh, changed, putAway, rest };
}
