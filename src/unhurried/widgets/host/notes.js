/**
 * The page for a therapist of one's own: what the open space has to choose from, and the sheet. No answer comes to this
 * page; the sheet is made by a process that reads the space, and shown in a tab of its own.
 */

import { freshId, h, PRIVATE } from "../element.js";
import { usualPaper } from "../paper.js";
import { localTime } from "../time.js";

const QUIET = 15 * 60_000; // ms after which the space has locked itself: then its list is not to stand here either

export default function notes(place, { words, config, prints }) {
  const spaceButton = document.getElementById("space-button");
  const dialog = document.getElementById("space-dialog");
  const chosen = new Set(); // "worksheet question"
  let quiet = null;
  let sheets = null;

  const isOpen = () => spaceButton.dataset.space === "open";
  const button = (key, act) => h("button", { type: "button", class: "u-button", onclick: act }, words(key));

  async function ask(what, body) {
    clearTimeout(quiet);
    quiet = setTimeout(() => location.reload(), QUIET);
    const response = await fetch(`${config.base}${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": config.xsrf },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error("not there");
    return response.json();
  }

  async function refresh() {
    chosen.clear();
    if (!isOpen()) {
      place.replaceChildren(h("p", {}, words("closed")), button("open_space", () => spaceButton.click()));
      return;
    }
    place.replaceChildren(h("p", { role: "status" }, words("loading")));
    try {
      ({ sheets } = await ask("notes/list", {}));
      draw();
    } catch {
      place.replaceChildren(h("p", { role: "alert" }, words("not_loaded")));
    }
  }

  function draw() {
    if (sheets.length === 0) {
      place.replaceChildren(h("p", {}, words("nothing")));
      return;
    }
    const own = tick(words("own"), (isTicked) => {
      if (!isTicked) forgetOwn();
      list.replaceChildren(...choices(isTicked));
      count();
    });
    const about = h("p", { class: "u-hint", id: freshId() }, words("own_about"));
    own.input.setAttribute("aria-describedby", about.id);
    const list = h("div", { class: "u-notes" }, choices(false));
    const counted = h("p", { class: "u-hint", role: "status" });
    const paper = ["a4", "letter"].map((size) =>
      h("input", { type: "radio", name: "paper", value: size, checked: size === usualPaper(), ...PRIVATE }));
    const status = h("p", { role: "status" });
    const again = button("open", () => show());
    again.hidden = true;
    let address = null;

    function count() {
      counted.textContent = chosen.size === 0 ? words("count_none") : words("count", { count: chosen.size });
    }

    /** What is not shown is not chosen either. */
    function forgetOwn() {
      for (const { id, items } of sheets) {
        for (const item of items) if (item.own) chosen.delete(`${id} ${item.id}`);
      }
    }

    function choices(withOwn) {
      return sheets.map(({ id, title, items }) => {
        const shown = items.filter((item) => withOwn || !item.own);
        return shown.length === 0 ? null : h("fieldset", { class: "u-field" }, h("legend", {}, title),
          shown.map((item) => {
            const name = `${id} ${item.id}`;
            const text = item.own ? `${item.text} (${words("alone")})` : item.text;
            return tick(text, (isTicked) => {
              if (isTicked) chosen.add(name);
              else chosen.delete(name);
              count();
            }, chosen.has(name)).element;
          }));
      }).filter(Boolean);
    }

    async function make() {
      if (chosen.size === 0) {
        status.textContent = words("count_none");
        return;
      }
      status.textContent = words("making");
      again.hidden = true;
      try {
        address = await prints.make({
          items: [...chosen].map((name) => name.split(" ")),
          own: own.input.checked,
          paper: paper.find((input) => input.checked).value,
          today: localTime().slice(0, 10),
        }, "notes/sheet");
        show();
      } catch {
        status.textContent = words("failed");
      }
    }

    /** A browser that holds a new tab back after a wait opens it when the button is pressed. */
    function show() {
      const opened = prints.open(address);
      status.textContent = words(opened ? "open_now" : "ready");
      again.hidden = opened;
    }

    count();
    place.replaceChildren(
      h("h2", {}, words("pick")),
      own.element, about, list, counted,
      h("fieldset", { class: "u-field" }, h("legend", {}, words("paper_label")),
        paper.map((input) => h("label", { class: "u-print-option" }, input, h("span", {}, words(input.value))))),
      h("div", { class: "u-print-buttons" }, button("make", () => make()), again),
      status);
  }

  /** A box to tick: `{element, input}`. */
  function tick(text, act, checked = false) {
    const input = h("input", { type: "checkbox", checked, ...PRIVATE, onchange: () => act(input.checked) });
    return { input, element: h("label", { class: "u-print-option" }, input, h("span", {}, text)) };
  }

  dialog?.addEventListener("close", () => {
    if (isOpen() !== (sheets !== null)) {
      sheets = null;
      refresh();
    }
  });
  refresh();
}
