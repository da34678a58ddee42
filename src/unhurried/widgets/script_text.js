// The script as one text, and what the gentle check says of it: words are marked and explained, and two other ways are
// offered. Nothing is blocked, taken out or counted against anybody, and "Leave it as I said it" is always there.

import { freshId, h } from "./element.js";

/** Quotation marks around another way to put it, as the course writes it. */
const QUOTED = /^[“"]|[”"]$/g;

/**
 * `byItself`: the page looks while somebody writes; else only when they press. `look()` asks for the check, `put(slot,
 * at, words)` puts words in the place of the sentence there, and returns what takes it back. Returns `{element, text, show(text), looked(found), close}`.
 */
export function scriptText({ byItself, says, words, heard, look, put }) {
  const title = h("h4", { id: freshId(), tabindex: "-1" }, says("as_it_stands"));
  const body = h("p", { class: "u-script-text", translate: "no" });
  const button = h("button", { type: "button", class: "u-button", onclick: () => ask(true) }, says("look"));
  const about = h("p", { class: "u-hint" }, says(byItself ? "look_by_itself" : "look_about"));
  const said = h("p", { class: "u-hint" });
  const done = h("p", { class: "u-note u-put-done", hidden: true });
  const list = h("ul", { class: "u-findings", role: "list" });
  const left = new Set(); // what the person left as they said it: kind and words
  let text = "";
  let findings = [];
  let asked = false; // whether the person pressed, and waits for an answer
  let timer; // until the page looks by itself

  const nameOf = ({ kind, start, end }) => `${kind} ${text.slice(start, end)}`;

  function show(next) {
    if (next === text) return;
    text = next;
    findings = [];
    said.textContent = "";
    draw();
    clearTimeout(timer);
    if (byItself && text !== "") timer = setTimeout(() => ask(false), 1_000);
  }

  function ask(pressed) {
    asked = pressed;
    look();
  }

  /** What the check found in `found.text`. An answer about words that have changed since is let go. */
  function looked(found) {
    if (found.off) {
      said.textContent = says("look_off");
      if (asked) heard(says("look_off"));
      return;
    }
    if (found.text !== text) return;
    const before = findings.length;
    findings = found.findings.filter((one) => !left.has(nameOf(one)));
    said.textContent = findings.length > 0 ? says("looked_some", { count: findings.length }) : asked ? says("looked_none") : "";
    draw();
    if (asked || (findings.length > 0 && findings.length !== before)) heard(said.textContent);
    asked = false;
  }

  function draw() {
    body.classList.toggle("u-hint", text === "");
    body.replaceChildren(...(text === "" ? [says("nothing_yet")] : pieces()));
    list.replaceChildren(...findings.map(item));
    button.hidden = byItself || text === "";
  }

  /** The text, with what was found in marks. Where findings overlap, their words stand in one mark. */
  function pieces() {
    const ends = [...new Set([0, text.length, ...findings.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    return ends.slice(1).map((end, index) => {
      const piece = text.slice(ends[index], end);
      const marked = findings.some((one) => one.start <= ends[index] && end <= one.end);
      return marked ? h("mark", {}, piece) : piece;
    });
  }

  function item(finding, index) {
    const quoted = h("p", { class: "u-found", id: freshId(), translate: "no" }, h("mark", {}, text.slice(finding.start, finding.end)));
    const way = (other) => {
      const plain = other.replace(QUOTED, "");
      return h("button", {
        type: "button",
        class: "u-button",
        "aria-describedby": quoted.id,
        onclick: () => replace(finding, plain),
      }, says("put", { words: plain }));
    };
    return h("li", { class: "u-finding" },
      quoted,
      h("p", {}, finding.why),
      finding.slot ? finding.instead.map(way) : null,
      h("button", {
        type: "button",
        class: "u-quiet",
        "aria-describedby": quoted.id,
        onclick: () => leave(finding, index),
      }, says("leave")));
  }

  function replace({ slot, at }, other) {
    const takeBack = put(slot, at, other);
    done.replaceChildren(h("span", {}, says("put_done")),
      h("button", { type: "button", class: "u-button", onclick: () => {
        done.hidden = true;
        takeBack();
      } }, words("undo")));
    done.hidden = false;
    heard(says("put_done"));
  }

  function leave(finding, index) {
    left.add(nameOf(finding));
    findings = findings.filter((one) => one !== finding);
    said.textContent = findings.length > 0 ? says("looked_some", { count: findings.length }) : "";
    draw();
    (list.children[index]?.querySelector("button") ?? title).focus(); // the button is gone, and focus must stay somewhere
    heard(says("left"));
  }

  draw();
  const element = h("section", { class: "u-script", "aria-labelledby": title.id }, title, body, about, button, said, done, list);
  return { element, get text() { return text; }, show, looked, close: () => clearTimeout(timer) };
}
