// Ways out for a script: read it aloud, copy it, show or print it as a card. Only what is asked for leaves the exercise.

import { freshId, h } from "./element.js";

/**
 * The buttons below a script. `text()`: what it says now; `reply`: what a good reply sounds like. Returns `{element,
 * show(any), close}`: `show(false)` hides it while there is nothing to say.
 */
export function ways({ says, text, reply }) {
  const title = h("h4", { id: freshId(), tabindex: "-1" }, says("aloud"));
  const large = h("p", { class: "u-script-large", translate: "no" });
  const practise = h("section", { class: "u-practise", hidden: true, "aria-labelledby": title.id },
    title,
    h("p", { class: "u-hint" }, says("aloud_about")),
    large,
    h("h4", {}, says("reply")),
    h("ul", {}, reply.map((line) => h("li", {}, line))),
    h("button", { type: "button", class: "u-button", onclick: () => putAway() }, says("put_away")));
  const begin = h("button", { type: "button", class: "u-button", onclick: () => open() }, says("aloud"));
  const said = h("p", { class: "u-hint", role: "status" });
  const asCard = h("button", { type: "button", class: "u-button", onclick: () => showCard() }, says("show"));
  const element = h("div", { class: "u-ways" },
    begin, practise,
    h("div", { class: "u-way-out" },
      h("button", { type: "button", class: "u-button", onclick: () => copy() }, says("copy")),
      h("p", { class: "u-hint" }, says("copy_about")), said),
    h("div", { class: "u-way-out" }, asCard, h("p", { class: "u-hint" }, says("show_about"))));
  let card = null;

  function open() {
    large.textContent = text();
    practise.hidden = false;
    title.focus();
  }

  function putAway() {
    practise.hidden = true;
    begin.focus();
  }

  async function copy() {
    let done = true;
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      done = false; // no clipboard on a plain address of a local network, or the reader said no
    }
    said.textContent = says(done ? "copied" : "copy_failed");
  }

  /** A page with the script and nothing else. The bar stays: leaving and help are never covered. */
  function showCard() {
    const main = document.querySelector("main");
    const away = h("button", { type: "button", class: "u-button", onclick: () => close() }, says("put_away"));
    const box = h("dialog", { class: "u-exercise u-shown-card", "aria-label": says("show") },
      h("p", { class: "u-script-large", translate: "no" }, text()),
      h("div", { class: "u-card-buttons" },
        h("button", { type: "button", class: "u-button", onclick: () => window.print() }, says("print_it")), away));
    const top = document.querySelector(".bar-fixed")?.getBoundingClientRect().bottom ?? 0;
    box.style.setProperty("--u-below-bar", `${Math.max(top, 0)}px`);
    document.body.append(box);
    if (main) main.inert = true;
    const listening = new AbortController();
    card = { box, main, listening };
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && !document.querySelector("dialog:modal")) close();
    }, { signal: listening.signal });
    box.show();
    away.focus();
  }

  function close() {
    if (!card) return;
    const { box, main, listening } = card;
    card = null;
    listening.abort();
    if (main) main.inert = false;
    box.remove();
    if (asCard.isConnected) asCard.focus();
  }

  function show(any) {
    element.hidden = !any;
    if (any) large.textContent = text();
    else close();
  }

  return { element, show, close };
}
