// A word that goes to every exercise of this page and to the other tabs of this browser, and nowhere else. There is
// nothing in it but its name.

/** Returns `{tell(), hear(act)}`; `hear` calls `act()` whenever the word is told, and returns what ends that. */
export function wordless(name) {
  const acts = new Set();
  const tabs = new BroadcastChannel(name);
  const spread = () => acts.forEach((act) => act());
  tabs.addEventListener("message", spread);
  return {
    tell() {
      spread();
      tabs.postMessage(null);
    },
    hear(act) {
      acts.add(act);
      return () => acts.delete(act);
    },
  };
}
