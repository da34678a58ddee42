/**
 * The page host: what makes a page of the workbook work. It runs before the page is complete, so that leaving,
 * steadying and help never wait for an exercise; then it mounts each exercise in its section and keeps the line to
 * the page process.
 */

import { wordsFrom } from "../words.js";
import { bannerIn } from "./banner.js";
import { Connection } from "./connection.js";
import { start as startFolds } from "./folds.js";
import { start as startHelp } from "./help.js";
import { later } from "./later.js";
import { start as startLeave } from "./leave.js";
import { Prints } from "./print.js";
import { Sections } from "./sections.js";
import { Space } from "./space.js";
import { start as startSteady } from "./steady.js";

const course = readBlock("course"); // the same for everybody
const words = course.words;
const config = { ...readBlock("unhurried"), words };
const unsent = new Map(); // exercise section -> number of questions with unsent words
const atRisk = new Map(); // exercise section -> number of answers that would be gone with this page

if (config.visit) startVisit(); // first: while the line opens, the rest of the page is made to work
startLeave(config);
startSteady(config);
startHelp(config);
if (document.querySelector("[data-alone]")) import("./alone.js").then(({ start }) => start());
startFolds(words.page);
const space = new Space(config, { keepEverything, hasWords: () => sum(atRisk) > 0 });
const notes = document.getElementById("notes");
if (notes) startNotes(notes);
if (course.room) startRoom();

// A page that is closed says so: its process ends, and ten seconds after the last one the space is locked.
window.addEventListener("pagehide", () => {
  navigator.sendBeacon(`${config.base}goodbye`, new URLSearchParams({ _xsrf: config.xsrf, page: config.page }));
});

/** The page for a therapist: what the open space has to choose from. */
async function startNotes(place) {
  const { code, words: own } = await later(config);
  code.notes(place, { words: wordsFrom(own.therapist), config, prints: new Prints(config) });
}

function startVisit() {
  const prints = new Prints(config);
  const sections = new Sections(course, prints, (frame) => connection.send(frame));
  const banner = bannerIn(document.getElementById("connection"), { ...words.connection, ...words.page.waits });
  let line = "connected"; // as Connection tells it
  let atWork = "connected"; // the page process: well, "slow", or what is waited for before there is one
  let group = "connected"; // in a workshop: well, or what its room does
  const connection = new Connection(config, {
    onFrame: receive,
    onConnected: greet,
    onRenewed: (visit) => {
      if (space.isForeign(visit.space)) return goElsewhere();
      show(visit);
      space.serverSays(visit.space, { restarted: true });
    },
    onState: (state) => {
      line = state;
      if (line !== "connected" && atWork === "slow") atWork = "connected"; // what comes next will say so anew
      tell();
    },
    hasUnsent: () => countUnsent() > 0,
  });
  connection.open();

  function receive(frame) {
    if (frame.type === "comm_msg") sections.receive(frame);
    else if (frame.type === "locked") {
      document.dispatchEvent(new CustomEvent("unhurried:locked"));
      space.serverSays("closed");
    }
    else if (frame.type === "opened") space.serverSays(frame.space ?? "open");
    else if (frame.type === "elsewhere") goElsewhere();
    else if (frame.type === "refused") space.serverSays("closed", { error: frame.why });
    else if (frame.type === "ready") onceComplete(() => show(frame).then(greet));
    else if (frame.type === "slow") works("slow");
    else if (frame.type === "goes_on") works("connected");
    else if (frame.type === "group") {
      group = frame.state === "together" ? "connected" : `group_${frame.state}`;
      tell();
    }
    else if (frame.type === "left" && !space.isErasing) document.dispatchEvent(new CustomEvent("unhurried:left"));
  }

  /** Nothing of this page may reach the space that is open now. */
  function goElsewhere() {
    connection.close();
    prints.close();
    space.goElsewhere();
  }

  /** What the page process shows, or what is waited for until there is one. */
  async function show({ ready, waits = null }) {
    works(waits ?? "connected");
    if (waits === null) await sections.show(ready);
  }

  function works(state) {
    atWork = state;
    tell();
  }

  /** Where an exercise is not there yet, its section says what it waits for; otherwise the banner does. */
  function tell() {
    const state = [line, atWork, group].find((one) => one !== "connected") ?? "connected";
    const inPlace = state in words.page.waits && sections.wait(state);
    banner(inPlace ? "connected" : state);
  }

  onceComplete(() => show(readBlock("visit")));
  document.addEventListener("unhurried:leaving", () => connection.close());
  document.addEventListener("unhurried:unsent", (event) => {
    const section = event.target.closest("section[data-exercise]");
    unsent.set(section, event.detail.count);
    atRisk.set(section, event.detail.atRisk);
  });
  document.addEventListener("click", beforeGoingOn);
  window.addEventListener("beforeunload", (event) => {
    keepEverything();
    if (countUnsent() > 0 || (space.interrupted && sum(atRisk) > 0)) event.preventDefault();
  });
}

async function startRoom() {
  const { room } = await import("../room.js"); // joined by the server
  const troubles = { ...words.connection, ...words.page.waits };
  room({ element: document.getElementById("room"), config, room: course.room, troubles });
}

/** Asks every exercise to send what it holds. The promise is kept once all of it is, or after two seconds. */
async function keepEverything() {
  document.dispatchEvent(new CustomEvent("unhurried:flush"));
  const until = performance.now() + 2_000;
  while (countUnsent() > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
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

/** Lets every exercise ask the page process for its state, and send what is unsent. */
function greet() {
  document.dispatchEvent(new CustomEvent("unhurried:connected"));
}

function readBlock(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function onceComplete(act) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}
