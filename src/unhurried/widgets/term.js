// How long something may still be seen. It ends by two clocks, whichever comes first, so that neither a laptop that
// slept (one of them stood still) nor a clock that was set back (the other did) makes it longer.

const BACK = 120_000; // ms that a clock may go back (time servers correct it by less); by more, it ends at once
const LOOK = 15_000; // ms between looks at the clock

/** Calls `ended` once after `ms`. Returns `{over(), stop()}`; what is over stays over. */
export function term(ms, ended) {
  const [steady, wall] = [performance.now(), Date.now()];
  let isOver = false;
  const looking = setInterval(over, LOOK);
  const due = setTimeout(over, ms);

  function over() {
    const now = Date.now();
    if (isOver || (now < wall + ms && now > wall - BACK && performance.now() < steady + ms)) return isOver;
    isOver = true;
    stop();
    ended();
    return true;
  }

  function stop() {
    clearInterval(looking);
    clearTimeout(due);
  }

  return { over, stop };
}
