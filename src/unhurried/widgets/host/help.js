/** Get help: the list of lines over any page. The chosen country is remembered nowhere. */

import { openByLinks } from "./sheet.js";

export function start() {
  for (const help of document.querySelectorAll("[data-help]")) {
    chooseCountry(help);
    const print = help.querySelector("[data-print]");
    print.hidden = false;
    print.querySelector("button").addEventListener("click", () => window.print());
  }
  openByLinks(document.getElementById("help-dialog"));
}

function chooseCountry(help) {
  const choice = help.querySelector("select");
  help.querySelector("[data-country]").hidden = false;
  choice.addEventListener("change", () => {
    for (const country of help.querySelectorAll("[data-of]")) {
      country.hidden = choice.value !== "" && country.dataset.of !== choice.value;
    }
  });
  // A sheet that is opened again begins with all countries.
  help.closest("dialog")?.addEventListener("close", () => {
    choice.value = "";
    choice.dispatchEvent(new Event("change"));
  });
}
