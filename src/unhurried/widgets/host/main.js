/**
 * The page host: what makes a page of the workbook work. It runs before the page is complete, so that leaving,
 * steadying and help never wait for an exercise; then it mounts each exercise in its section and keeps the line to
 * the page process.
 */

import { start as startAlone } from "./alone.js";
import { Connection } from "./connection.js";
import { Model } from "./model.js";
import { start as startFolds } from "./folds.js";
import { start as startHelp } from "./help.js";
import { start as startLeave } from "./leave.js";
import { Prints } from "./print.js";
import { Space } from "./space.js";
import { start as startSteady } from "./steady.js";

const config = JSON.parse(document.getElementById("unhurried").textContent);
const words = config.words;
const unsent = new Map(); // exercise section -> number of questions with unsent words
const atRisk = new Map(); // exercise section -> number of answers that would be gone with this page

startLeave(config);
startSteady(config);
startHelp(config);
startAlone();
startFolds(words.page);
const space = new Space(config, { keepEverything });
if (config.visit) startVisit();

// A page that is closed says so: its process ends, and ten seconds after the last one the space is locked.
window.addEventListener("pagehide", () => {
  navigator.sendBeacon(`${config.base}goodbye`, new URLSearchParams({ _xsrf: config.xsrf, page: config.page }));
});

function startVisit() {
  const models = [];
  const prints = new Prints(config);
  const connection = new Connection(config, {
    onFrame: (frame) => receive(frame),
    onConnected: () => document.dispatchEvent(new CustomEvent("unhurried:connected")),
    onRenewed: (visit) => {
      for (const { comm, section } of visit.ready) if (models[section]) models[section].comm = comm;
      space.serverSays(visit.space, { restarted: true });
    },
    onState: showConnection,
  });
  connection.open();

  function receive(frame) {
    if (frame.type === "comm_msg") models.find((model) => model?.comm === frame.comm)?.receive(frame.data);
    else if (frame.type === "locked") {
      prints.close();
      space.serverSays("closed");
    }
    else if (frame.type === "opened") space.serverSays("open");
    else if (frame.type === "refused") space.serverSays("closed", { error: frame.why });
    else if (frame.type === "left") document.dispatchEvent(new CustomEvent("unhurried:left"));
  }

  async function mount() {
    const visit = JSON.parse(document.getElementById("visit").textContent);
    const sections = document.querySelectorAll("section[data-exercise]");
    await Promise.all(
      visit.ready.map(async ({ comm, state, section }) => {
        const model = new Model(comm, state, (frame) => connection.send(frame), prints);
        models[section] = model;
        const { default: widget } = await import(`../${state.stem}.js`);
        const el = document.createElement("div");
        await widget.render({ model, el });
        sections[section].replaceChildren(el);
        sections[section].removeAttribute("aria-busy");
      }),
    );
    sections.forEach((section, index) => models[index] || showFailure(section));
  }

  onceComplete(() => mount().catch(() => document.querySelectorAll("section[aria-busy]").forEach(showFailure)));
  document.addEventListener("unhurried:leaving", () => connection.close());
  document.addEventListener("unhurried:unsent", (event) => {
    const section = event.target.closest("section[data-exercise]");
    unsent.set(section, event.detail.count);
    atRisk.set(section, event.detail.atRisk);
  });
  document.addEventListener("click", beforeGoingOn);
  window.addEventListener("beforeunload", (event) => {
    keepEverything();
    if (countUnsent() > 0) event.preventDefault();
  });
}

/** Asks every exercise to send what it holds. The promise is kept once all of it is, or after two seconds. */
async function keepEverything() {
  document.dispatchEvent(new CustomEvent("unhurried:flush"));
  const until = Date.now() + 2_000;
  while (countUnsent() > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  return countUnsent() === 0;
}

function countUnsent() {
  return sum(unsent);
}

function sum(counts) {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/**
 * Somebody who is just looking follows a link within the workbook: what they typed would be gone without a word. They
 * are asked once, on the page; closing the page and leaving quickly are never held up by it.
 */
function beforeGoingOn(event) {
  const link = event.target.closest("a[href]");
  const stays = link?.hash && link.pathname === location.pathname;
  const goesOn = link && !stays && !event.defaultPrevented && link.origin === location.origin && !link.target;
  if (!goesOn || event.ctrlKey || event.metaKey || event.shiftKey || sum(atRisk) === 0) return;
  event.preventDefault();
  space.askBefore(link);
}

function showFailure(section) {
  const sentence = document.createElement("p");
  sentence.textContent = words.page.exercise_failed;
  const again = document.createElement("a");
  again.href = location.pathname;
  again.textContent = words.page.try_again;
  sentence.append(" ", again);
  section.replaceChildren(sentence);
  section.removeAttribute("aria-busy");
}

let telling = null;

/** The banner waits a moment: most losses are over before anybody needs to know. */
function showConnection(state) {
  clearTimeout(telling);
  const banner = document.getElementById("connection");
  const lost = state !== "connected";
  telling = setTimeout(() => {
    const wasLost = banner.dataset.state && banner.dataset.state !== "connected";
    banner.dataset.state = state;
    banner.textContent = lost ? words.connection[state] : wasLost ? words.connection.back : "";
    if (!lost && wasLost) telling = setTimeout(() => { banner.textContent = ""; }, 4_000);
  }, lost ? 1_000 : 0);
}

function onceComplete(act) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}
