// Touch rests: one word that goes to every exercise of this page and to the other tabs of this browser, and nowhere else.
// A card that is open anywhere is taken back. That a pause ends is never told.

const acts = new Set();
const tabs = new BroadcastChannel("unhurried-rest");
const spread = () => acts.forEach((act) => act());

tabs.addEventListener("message", spread);

/** Somebody has just paused all touch, or said "no touch for now". */
export function tellRest() {
  spread();
  tabs.postMessage(null);
}

/** Calls `act()` whenever touch rests. Returns what ends it. */
export function hearRest(act) {
  acts.add(act);
  return () => acts.delete(act);
}
