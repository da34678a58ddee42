/** Get help: the list of lines over any page. Which country was opened is remembered nowhere. */

import { openByLinks } from "./sheet.js";

export function start() {
  for (const help of document.querySelectorAll("[data-help]")) {
    const countries = [...help.querySelectorAll("details")];
    const print = help.querySelector("[data-print]");
    print.hidden = false;
    print.querySelector("button").addEventListener("click", () => window.print());
    // On paper nothing can be opened, so all of it is.
    window.addEventListener("beforeprint", () => countries.forEach((country) => { country.open = true; }));
    // A sheet that is opened again begins with every country closed.
    help.closest("dialog")?.addEventListener("close", () => countries.forEach((country) => { country.open = false; }));
  }
  openByLinks(document.getElementById("help-dialog"));
}
