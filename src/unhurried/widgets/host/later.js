/** Page code and words that few visits need: they are loaded when somebody opens what they are for. */

let asked = null;

/** `{code, words}`: the joined module, and the interface's words for it. Another try is made after one that failed. */
export function later({ static: root }) {
  asked ??= Promise.all([import("../later.js"), fetch(`${root}later.json`).then((answer) => answer.json())])
    .then(([code, words]) => ({ code, words }))
    .catch((error) => {
      asked = null;
      throw error;
    });
  return asked;
}
