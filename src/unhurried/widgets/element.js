// Builds native HTML without ever parsing a string: what a person wrote can only become text.

let lastId = 0;

/** A fresh id, unique in this page: several exercises, or two views of one, may stand on it. */
export const freshId = () => `u-${(lastId += 1)}`;

/**
 * One element. `attributes`: name -> text, number, true (present), false or null (absent), or, under `on…`, a
 * listener. `children`: nodes, texts, null for nothing, or lists of these.
 */
export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/** The same for a drawing: `svg("circle", {r: 3})`. */
export const svg = (name, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

function fill(element, attributes = {}, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** The words below a question, or nothing. Its id is for `aria-describedby`. */
export const hint = (text) => (text ? h("p", { class: "u-hint", id: freshId() }, text) : null);

/** What every field carries, so that no browser offers, checks, translates or stores a person's words. */
export const PRIVATE = { autocomplete: "off", spellcheck: "false", translate: "no" };
export const PRIVATE_TEXT = { ...PRIVATE, autocapitalize: "sentences" };
