/**
 * The print centre: one sheet, one chapter or the whole workbook, made by the server and shown in a tab of its own.
 * Only the page that has it asks for this file. Blank pages need no space; filled ones are made of what is kept in the
 * space that is open, and not of what this page holds.
 */
import { usualPaper } from "../paper.js";
import { Prints } from "./print.js";

const form = document.querySelector("[data-paper]");
const find = (name) => form.querySelector(`[data-${name}]`);
const words = JSON.parse(find("words").textContent);
const prints = new Prints(JSON.parse(document.getElementById("unhurried").textContent));
const [what, filling, everything, making, cancel, progress, status, open] =
  ["what", "filling", "everything", "making", "cancel", "progress", "status", "open"].map(find);
const fields = form.elements;
let stop = null; // ends what is being made
let address = null;

form.querySelector(`[name=paper][value=${usualPaper()}]`).checked = true;
form.hidden = false;
form.addEventListener("change", () => {
  offer();
  if (!stop) say(""); // it was about what was chosen before
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  make();
});
cancel.addEventListener("click", () => stop?.abort());
open.addEventListener("click", show);
for (const end of ["unhurried:leaving", "unhurried:locked"]) document.addEventListener(end, forget);
offer();

/** What can be chosen with what: the whole workbook is blank, and a blank sheet has nothing to keep back. */
function offer() {
  filling.hidden = what.value === "book";
  everything.hidden = !isFilled();
}

function isFilled() {
  return what.value !== "book" && fields.with.value === "filled";
}

function order() {
  const [kind, which] = what.value.split(":");
  const now = new Date();
  return {
    ...(kind === "chapter" ? { chapter: Number(which) } : kind === "worksheet" ? { worksheet: which } : {}),
    paper: fields.paper.value,
    filled: isFilled(),
    today: new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10),
    everything: fields.everything.checked,
    cover: fields.cover.checked,
  };
}

async function make() {
  if (stop) return; // one at a time
  const ordered = order();
  open.hidden = true;
  if (ordered.filled && !ordered.everything && "private" in what.selectedOptions[0].dataset) {
    say(words.private);
    return;
  }
  stop = new AbortController();
  busy(true);
  say(words.begin);
  try {
    document.dispatchEvent(new CustomEvent("unhurried:flush"));
    address = await prints.bind(ordered, { told, signal: stop.signal });
    show();
  } catch (error) {
    say(stop.signal.aborted ? words.stopped : error.message === "locked" ? words.locked : words.failed);
  }
  stop = null;
  busy(false);
}

/** How far the book is. That each chapter is done is drawn and not said aloud: nineteen sentences are no help. */
function told(done, of) {
  progress.max = of;
  if (done < of) {
    progress.value = done;
    making.textContent = words.chapters_done.replace("{done}", done).replace("{of}", of);
  } else {
    progress.removeAttribute("value"); // nobody knows how long the rest takes
    making.textContent = "";
    say(words.setting);
  }
}

function busy(is) {
  cancel.hidden = !is;
  progress.hidden = !is;
  progress.removeAttribute("value");
  making.textContent = "";
  // Whoever pressed "stop", which goes away, is back where they were.
  if (!is && (document.activeElement === cancel || document.activeElement === document.body)) find("make").focus();
}

/** A browser that holds a new tab back after a wait opens it when the button is pressed. */
function show() {
  const opened = prints.open(address);
  say(opened ? words.open_now : words.ready);
  open.hidden = opened;
}

function say(sentence) {
  status.textContent = sentence;
}

/** The page is left or the space locked: what is being made is let go, and what was made is gone. */
function forget() {
  stop?.abort();
  open.hidden = true;
  say("");
}
