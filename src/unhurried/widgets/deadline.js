/**
 * Calls `missed` when nothing has come for `ms`; returns a function that calls it off.
 *
 * A page that did not run meanwhile (a laptop asleep, a tab put on ice by its browser) finds its timers due before
 * the answers that lie ready for it. So a deadline that comes late waits once more, and nobody is told of a loss that
 * was only sleep. Measured by a clock that nobody sets.
 */
const LATE = 1_000; // ms; a busy page is late by less

export function deadline(ms, missed) {
  let timer;
  function wait(act) {
    const since = performance.now();
    timer = setTimeout(() => act(performance.now() - since - ms > LATE), ms);
  }
  wait((late) => (late ? wait(missed) : missed()));
  return () => clearTimeout(timer);
}
