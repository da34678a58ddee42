/**
 * Steady me: three ways, one step at a time, at the reader's own pace. Nothing here moves by itself, is timed, or
 * needs the server: all words are already in the page.
 */

import { openByLinks } from "./sheet.js";

export function start() {
  for (const steady of document.querySelectorAll("[data-steady]")) oneStepAtATime(steady);
  openByLinks(document.getElementById("steady-dialog"));
}

function oneStepAtATime(steady) {
  const part = (name) => steady.querySelector(`[data-${name}]`);
  const [choosing, stepping, stepOf, step] = ["choosing", "stepping", "step-of", "step"].map(part);
  const [next, back, enough] = ["next", "back", "enough"].map(part);
  const dialog = steady.closest("dialog");
  let steps = [];
  let at = 0;
  let begun; // the button that the reader began with

  function show(place) {
    at = place;
    step.textContent = steps[at];
    stepOf.textContent = stepOf.dataset.stepOf.replace("{step}", at + 1).replace("{count}", steps.length);
    if (at === steps.length - 1 && document.activeElement === next) enough.focus();
    next.hidden = at === steps.length - 1;
  }

  function toChoice() {
    stepping.hidden = true;
    choosing.hidden = false;
  }

  for (const way of steady.querySelectorAll("[data-way]")) {
    const list = way.querySelector("ol");
    const begin = way.querySelector("[data-begin]");
    list.hidden = true;
    begin.hidden = false;
    begin.addEventListener("click", () => {
      begun = begin;
      steps = [...list.children].map((item) => item.textContent);
      choosing.hidden = true;
      stepping.hidden = false;
      next.hidden = false;
      next.focus();
      show(0);
    });
  }
  next.addEventListener("click", () => show(at + 1));
  back.addEventListener("click", () => {
    if (at > 0) return show(at - 1);
    toChoice();
    begun.focus();
  });
  enough.addEventListener("click", () => {
    if (dialog) return dialog.close();
    toChoice();
    begun.focus();
  });
  dialog?.addEventListener("close", toChoice);
}
