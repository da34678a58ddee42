// Touch rests: a card that is open anywhere is taken back. That a pause ends is never told.

import { wordless } from "./tabs.js";

const rest = wordless("unhurried-rest");

/** Somebody has just paused all touch, or said "no touch for now". */
export const tellRest = rest.tell;

/** Calls `act()` whenever touch rests. Returns what ends it. */
export const hearRest = rest.hear;
