/** Get help: the list of lines over any page. Which country was opened is remembered nowhere. */

import { openByLinks } from "./sheet.js";

export function start() {
  document.querySelectorAll("[data-help]").forEach(makeWork);
  openByLinks(document.getElementById("help-dialog"), unpack);
}

/** The lines wait in the page as text until they are asked for: they are more than all the rest of it. */
function unpack() {
  const text = document.getElementById("help-text");
  if (text === null) return;
  const lines = document.createElement("template");
  lines.innerHTML = text.textContent; // the course's own, escaped by the server
  text.replaceWith(lines.content);
  makeWork(document.querySelector("#help-dialog [data-help]"));
}

function makeWork(help) {
  const countries = [...help.querySelectorAll("details")];
  const print = help.querySelector("[data-print]");
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
  // On paper nothing can be opened, so all of it is.
  window.addEventListener("beforeprint", () => countries.forEach((country) => { country.open = true; }));
  // A sheet that is opened again begins with every country closed.
  help.closest("dialog")?.addEventListener("close", () => countries.forEach((country) => { country.open = false; }));
}
