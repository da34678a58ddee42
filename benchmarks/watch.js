/**
 * Runs in the page before anything of the page does, and acts like a very quick person: it marks one number as soon
 * as there is one to mark and what was answered before is there. All times are taken here, by the page's own clock, in
 * ms.
 *
 * `window.benchmark` becomes the times since the navigation began. `window.markMore(count)` then marks one number on
 * each of so many further scales, and becomes how long each took until it was held and the mean said something else.
 *
 * @param {{title: string, answer: null | {
 *   scale: string, status: string, mean: string, preparing: string, keeping: string, done: string}}} expected
 *   `title`: part of the heading. `answer`: null for a page without an exercise; `scale`, `status` and `mean` are
 *   selectors, `preparing`, `keeping` and `done` what the status begins with before there is a state, while an answer
 *   is on its way, and when it has arrived.
 */
function watch(expected) {
  const PATIENCE = 60_000; // ms until a visit counts as failed, and with it the run
  const REST = 100; // ms between two numbers: nobody is so quick that the page is still drawing
  if (!location.protocol.startsWith("http")) return;
  const { answer } = expected;
  const text = (selector) => document.querySelector(selector)?.textContent ?? "";
  const times = {};

  /** Becomes the time at which `holds()` was true, as soon as the document has changed so. */
  function until(holds) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        observer.disconnect();
        resolve(performance.now());
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, characterData: true, subtree: true });
      setTimeout(() => {
        const told = `${JSON.stringify(times)}, and the page says: ${answer && text(answer.status)}`;
        reject(new Error(`nothing after ${PATIENCE} ms: ${told}`));
      }, PATIENCE);
      look();
    });
  }

  /** Headings are looked for once a frame: whether something can be seen is known when it is drawn. */
  function prose() {
    return new Promise((resolve) => {
      const look = () => {
        const heading = [...document.querySelectorAll("h1")].find((one) => one.textContent.includes(expected.title));
        const seen = heading?.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        if (seen && heading.getClientRects().length > 0) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
  }

  const mark = (scale) => scale.querySelector("input[type=radio]:not(:checked)").click();
  const isDone = () => text(answer.status).startsWith(answer.done);

  async function firstAnswer() {
    times.drawn = await until(() => document.querySelector(answer.scale));
    times.state = await until(() => text(answer.status) && !text(answer.status).startsWith(answer.preparing));
    mark(document.querySelector(answer.scale));
    times.keeping = await until(() => text(answer.status).startsWith(answer.keeping));
    times.answered = await until(isDone);
  }

  async function visit() {
    await Promise.all([prose().then((time) => { times.prose = time; }), answer && firstAnswer()]);
    return { first_byte: performance.getEntriesByType("navigation")[0].responseStart, ...times };
  }

  window.benchmark = visit();
  window.markMore = async (count) => {
    const waits = [];
    for (const scale of [...document.querySelectorAll(answer.scale)].slice(1, 1 + count)) {
      await new Promise((resolve) => setTimeout(resolve, REST));
      const said = text(answer.mean);
      const began = performance.now();
      mark(scale);
      waits.push((await until(() => isDone() && text(answer.mean) !== said)) - began);
    }
    return waits;
  };
}
