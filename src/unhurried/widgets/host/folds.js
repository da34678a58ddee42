/**
 * Exercises that stand folded in a chapter. Opening and closing is the browser's own; this is the rest: an address that
 * names an exercise opens it, a second button at the end closes it, and what is not kept yet is told while it is
 * closed. Which ones are open is remembered nowhere.
 */

const PATIENCE = 600; // ms that a change may be unacknowledged before a closed exercise says so

/** @param {{exercise_unsent: string, exercise_versions: string}} words */
export function start(words) {
  for (const section of document.querySelectorAll(".fold")) startFold(section, words);
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href]");
    if (link?.hash && link.pathname === location.pathname) open(link.hash);
  });
  window.addEventListener("hashchange", () => open(location.hash));
  open(location.hash);
}

function open(hash) {
  const details = document.getElementById(hash.slice(1))?.querySelector(":scope.fold > details");
  if (details) details.open = true;
}

function startFold(section, words) {
  const details = section.querySelector("details");
  const close = section.querySelector("[data-fold]");
  const line = section.querySelector(".fold-says");
  let sentence = "";
  let waiting;

  function tell() {
    clearTimeout(waiting);
    if (details.open || !sentence) line.textContent = "";
    else waiting = setTimeout(() => { line.textContent = sentence; }, PATIENCE);
  }

  section.addEventListener("unhurried:unsent", ({ detail }) => {
    sentence = detail.undecided > 0 ? words.exercise_versions : detail.count > 0 ? words.exercise_unsent : "";
    tell();
  });
  details.addEventListener("toggle", ({ target }) => {
    if (target !== details) return;
    tell();
    if (!details.open) section.querySelector("[data-exercise] > div")?.dispatchEvent(new CustomEvent("unhurried:folded"));
  });
  close.hidden = false;
  close.addEventListener("click", () => {
    details.open = false;
    details.querySelector("summary").focus(); // brings it into view as well: what was below has moved up
  });
}
