// Words to choose from: folded, with a field to find one. What is chosen is added to what somebody has written.

import { freshId, h, PRIVATE } from "./element.js";

/**
 * `groups`: `[{name, rows: [{name or null, labels}]}]`, in the order in which they stand. `add(label)` is called with
 * the word that was chosen. Returns the element. The words are built when it is first opened.
 */
export function wordList(title, groups, { says, add }) {
  const place = h("div", { class: "u-words" });
  const details = h("details", { class: "u-suggestions", ontoggle: () => place.hasChildNodes() || build() },
    h("summary", {}, title), place);

  function build() {
    const id = freshId();
    const found = h("p", { class: "u-hint", role: "status" });
    const field = h("input", { type: "search", class: "u-text", id, ...PRIVATE, oninput: () => find() });
    const built = groups.map(group);
    place.append(h("label", { class: "u-hint", for: id }, says("find")), field, found, ...built.map((one) => one.element));

    function find() {
      const wanted = field.value.trim().toLocaleLowerCase();
      const count = built.reduce((sum, one) => sum + one.find(wanted), 0);
      found.textContent = wanted === "" ? "" : says("found", { count });
    }
  }

  function group({ name, rows }) {
    const built = rows.map(row);
    const element = h("details", { class: "u-suggestions" }, h("summary", {}, name), built.map((one) => one.element));
    /** Shows the words that have `wanted` in them, and those of a family that is called so. Returns how many. */
    function find(wanted) {
      const ofFamily = name.toLocaleLowerCase().startsWith(wanted);
      const count = built.reduce((sum, one) => sum + one.find(ofFamily ? "" : wanted), 0);
      element.hidden = count === 0;
      element.open = wanted !== "" && count > 0;
      return count;
    }
    return { element, find };
  }

  function row({ name, labels }) {
    const title = name ? h("p", { class: "u-hint", id: freshId() }, name) : null;
    const buttons = labels.map((label) =>
      h("button", { type: "button", class: "u-chip", onclick: () => add(label) }, label));
    const element = h("div", { class: "u-strength-row", role: title ? "group" : null, "aria-labelledby": title?.id },
      title, h("div", { class: "u-chips" }, buttons));
    function find(wanted) {
      buttons.forEach((button) => {
        button.hidden = !button.textContent.toLocaleLowerCase().includes(wanted);
      });
      const shown = buttons.filter((button) => !button.hidden).length;
      element.hidden = shown === 0;
      return shown;
    }
    return { element, find };
  }

  return details;
}
