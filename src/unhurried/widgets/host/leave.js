/**
 * Leave this page: a button on every page and sheet, a link for those who listen, and Shift pressed three times.
 * Works with the server gone and with everything else on the page broken: it needs only the header.
 */

const PRESSES = 3;
const WITHIN = 5000; // milliseconds from the first press to the last
const AHEAD = 200; // milliseconds until the plain page is fetched: what somebody came to read comes first
const MOMENT = 300; // milliseconds that leaving waits for it at most, on a page that is empty already

/**
 * To be started before anything that asks "leave this page?": then nothing asks on the way out.
 * @param {{static: string}} config  URL of the immutable assets, ending in "/"
 */
export function start(config) {
  const form = document.getElementById("leave-form");
  const practice = document.getElementById("leave-practice");
  const away = new URL("away.html", new URL(config.static, location.href));
  const others = new BroadcastChannel("unhurried");
  const ahead = fetchAhead(away);
  let left = false;

  /** Leaves for good. `tell`: whether the server and the other tabs are still to be told. */
  function leave({ tell }) {
    if (left) return;
    left = true;
    const request = new FormData(form);
    document.dispatchEvent(new CustomEvent("unhurried:leaving"));
    blank(form.dataset.awayTitle);
    if (tell) {
      others.postMessage("leave");
      // The same request that the form sends without JavaScript. It outlives the page; no answer is waited for.
      fetch(form.action, {
        method: "POST", body: new URLSearchParams(request), keepalive: true, redirect: "manual",
      }).catch(() => {});
    }
    // The page is empty by now. What is in the browser's cache is there within a moment, with or without a server.
    ahead.hurry().then((there) => location.replace(there ? away : "about:blank"));
  }

  /** What the button, the link and the keys do: leave, or on the page that explains leaving, try it once. */
  function leaveOrPractise() {
    const done = document.getElementById("leave-practice-done");
    if (!done?.hidden) return leave({ tell: true });
    done.hidden = false;
    done.focus();
  }

  if (practice) practice.hidden = false;
  window.addEventListener("beforeunload", (event) => {
    if (left) event.stopImmediatePropagation();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leaveOrPractise();
  });
  for (const link of document.querySelectorAll("[data-leave]")) onPress(link, leaveOrPractise);
  for (const link of document.querySelectorAll("[data-leave-really]")) onPress(link, () => leave({ tell: true }));
  onThreeShifts(leaveOrPractise, showPresses);

  others.addEventListener("message", (event) => {
    if (event.data === "leave") leave({ tell: false });
  });
  document.addEventListener("unhurried:left", () => leave({ tell: false }));
  // A space was erased: nothing of it stays on any screen, and this page says what was looked at.
  document.addEventListener("unhurried:erased", () => {
    left = true;
    document.dispatchEvent(new CustomEvent("unhurried:leaving"));
    blank(document.title);
    others.postMessage("leave");
    location.replace(new URL("erased", new URL(form.action)));
  });
  // A page that the browser kept whole and shows again, after "Back": it may hold what was left behind.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    left = true;
    blank(form.dataset.awayTitle);
    location.reload();
  });
}

/** Empties the page. The head stays, since its colours keep a dark room dark. */
function blank(title) {
  document.body.replaceChildren();
  document.title = title;
}

/**
 * Brings the page to land on into the browser's cache. `hurry()` does so now, and promises within a moment whether it
 * will open without a server.
 */
function fetchAhead(page) {
  const options = { cache: "force-cache", priority: "low" };
  let fetched = null;
  const fetchWhole = async (url) => {
    const response = await fetch(url, options);
    if (!response.ok) throw new Error("not there");
    await response.arrayBuffer(); // an answer is in the cache only when all of it was read
  };
  const start = () => {
    fetched ??= Promise.all([page, new URL("away.css", page)].map(fetchWhole)).then(() => true, () => false);
    return fetched;
  };
  setTimeout(start, AHEAD);
  return { hurry: () => Promise.race([start(), new Promise((resolve) => setTimeout(resolve, MOMENT, false))]) };
}

function onPress(link, act) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}

/** One dot for each press, and a sentence for those who listen. */
function showPresses(count) {
  const progress = document.getElementById("leave-progress");
  if (!progress) return; // already blank
  progress.dataset.pressed = count;
  for (const sentence of progress.querySelectorAll("p")) sentence.hidden = sentence.dataset.pressed !== String(count);
}

/**
 * Calls `act` when Shift was pressed and let go three times within five seconds with nothing in between. Shift held
 * for a capital, a selection or a shortcut does not count, nor does a key that repeats itself.
 * `show` is told how many presses count so far.
 */
function onThreeShifts(act, show) {
  let alone = false; // Shift is down, and nothing else has happened since
  let presses = [];
  let forgetting;

  function forget() {
    alone = false;
    presses = [];
    clearTimeout(forgetting);
    show(0);
  }

  const listen = (type, react) => window.addEventListener(type, react, { capture: true });
  listen("keydown", (event) => {
    if (event.repeat && event.key === "Shift") return;
    if (event.key === "Shift" && !event.ctrlKey && !event.altKey && !event.metaKey) alone = true;
    else forget();
  });
  listen("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses = [...presses, event.timeStamp].filter((time) => event.timeStamp - time <= WITHIN);
    clearTimeout(forgetting);
    if (presses.length >= PRESSES) {
      forget();
      act();
      return;
    }
    show(presses.length);
    forgetting = setTimeout(forget, WITHIN - (event.timeStamp - presses[0]));
  });
  listen("pointerdown", forget);
  listen("blur", (event) => {
    if (event.target === window) forget();
  });
}
