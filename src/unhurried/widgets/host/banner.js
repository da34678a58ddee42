/**
 * The line under the bar that says when the workbook does not answer, and when it does again. It is a live region
 * (role=status): it changes only when there is something new to say.
 */

const MOMENT = 2_000; // ms; most losses are over before anybody needs to know (a thawed tab: about one second)

/** What stays for a while when all is well again: the words, and ms. Other troubles end without a word. */
const AFTERWARDS = {
  lost: ["back", 4_000],
  gone: ["back", 4_000],
  shut: ["back", 4_000],
  slow_ended: ["slow_ended", 10_000],
  group_paused: ["group_goes_on", 10_000],
};

/**
 * @param {HTMLElement} element
 * @param {object} words  by state, and "back"
 * @returns {(state: string) => void}  tells the state: "connected", or a key of `words`
 */
export function bannerIn(element, words) {
  let state = "connected";
  let timer = null;

  function say(text) {
    if (element.textContent !== text) element.textContent = text;
  }

  return (now) => {
    if (now === state) return;
    const [afterwards, lasts] = AFTERWARDS[state] ?? [];
    state = now;
    clearTimeout(timer);
    const told = element.textContent !== "";
    if (now !== "connected") timer = setTimeout(() => say(words[now]), told ? 0 : MOMENT);
    else if (told) {
      say(words[afterwards] ?? "");
      timer = setTimeout(() => say(""), lasts);
    }
  };
}
