/** Pieces of forms. What is typed into a field of these is in the field until it is sent, and nowhere else. */

export function paragraph(text, className = "") {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

export function button(text, type = "submit") {
  const element = document.createElement("button");
  element.type = type;
  element.textContent = text;
  return element;
}

/** What every field carries, so that no browser offers, checks, translates or stores what is in it. */
const PRIVATE = { autocomplete: "off", spellcheck: "false", translate: "no" };

function mark(input, attributes) {
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
}

let fields = 0;

/** Words below a field, which are read with it. */
function describe(input, text) {
  const element = paragraph(text, "hint");
  fields += 1;
  element.id = `hint-${fields}`;
  input.setAttribute("aria-describedby", element.id);
  return element;
}

/** A label, and below it an input of this type; `name` is a class, and the beginning of the input's id. */
function labelled(label, name, type) {
  const element = document.createElement("div");
  const words = document.createElement("label");
  const input = document.createElement("input");
  fields += 1;
  element.className = name;
  input.id = words.htmlFor = `${name}-${fields}`;
  input.type = type;
  mark(input, PRIVATE);
  words.textContent = label;
  element.append(words, input);
  return { element, input, focus: () => input.focus() };
}

/** A field for a passphrase: `type=text`, hidden by style, so that nothing offers to keep what is typed. */
export function secret(label, hint = "") {
  const { element, input, focus } = labelled(label, "secret", "text");
  mark(input, { autocapitalize: "none", autocorrect: "off" });
  if (hint) element.append(describe(input, hint));
  return { element, focus, get value() { return input.value; } };
}

/** A field for one file. Nothing is read before its form is sent. */
export function fileField(label) {
  const { element, input, focus } = labelled(label, "file", "file");
  return { element, focus, get file() { return input.files[0]; } };
}

export function checkbox(label, hint = "") {
  const element = document.createElement("div");
  const name = document.createElement("label");
  const input = document.createElement("input");
  input.type = "checkbox";
  mark(input, PRIVATE);
  name.append(input, " ", label);
  element.className = "tick";
  element.append(name);
  if (hint) element.append(describe(input, hint));
  return { element, input };
}
