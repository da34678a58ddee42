// Something was taken out of the space: exercises that may still show it ask what there is now.

import { wordless } from "./tabs.js";

const gone = wordless("unhurried-gone");

/** Something has just been deleted. */
export const tellGone = gone.tell;

/** Calls `act()` whenever something was deleted. Returns what ends it. */
export const hearGone = gone.hear;
