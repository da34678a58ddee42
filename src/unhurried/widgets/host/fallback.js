/**
 * A page whose notebook has code of its own: puts what its cells show where Voila's front end looks for it, and says
 * so when the line to the kernel is lost. It runs before that front end, which waits for the whole page.
 */

const OUTPUT = "application/vnd.voila.cell-output+json";
const DRAWN_WITHIN = 60_000; // ms for the front end to load and draw
const LOOK = 250; // ms between looks at whether the front end has started
const ASK = 5_000; // ms between questions while the line is lost
const PATIENCE = 1_000; // ms: most losses are over before anybody needs to know

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { words: { page: { try_again: tryAgain } }, own_code: words } = read("course");
const shown = read("shown");
const sections = [...document.querySelectorAll("section[data-cell]")];

for (const section of sections) place(section, shown[section.dataset.cell]);
// What is not drawn by then never will be: the bundle did not load, or the browser is too old for it.
setTimeout(() => sections.forEach((section) => section.hasAttribute("aria-busy") && fail(section)), DRAWN_WITHIN);
if (shown.length > 0) findKernel();

/** `cell`: {outputs, failed}; nothing when there is no kernel. */
function place(section, cell) {
  if (!cell || cell.failed) return fail(section);
  if (cell.outputs.length === 0) return section.remove();
  for (const output of cell.outputs) {
    const slot = document.createElement("div");
    const data = document.createElement("script");
    data.type = OUTPUT;
    data.textContent = JSON.stringify(output);
    slot.append(data);
    section.append(slot);
  }
  // The front end takes each script away when it has drawn what stands in it. Widgets can come and go at any time.
  new MutationObserver(() => {
    nameSliders(section);
    if (!section.hasAttribute("aria-busy") || section.querySelector(`script[type="${OUTPUT}"]`)) return;
    section.querySelector(".preparing").remove();
    section.removeAttribute("aria-busy");
  }).observe(section, { childList: true, subtree: true });
}

/** ipywidgets draws a slider's label beside it and ties it to nothing: who listens would hear numbers without a name. */
function nameSliders(section) {
  for (const label of section.querySelectorAll(".jupyter-widgets > .widget-label")) {
    for (const part of label.parentElement.querySelectorAll("[role=slider], .widget-readout[contenteditable]")) {
      if (part.getAttribute("aria-label") === label.textContent) continue;
      part.setAttribute("aria-label", label.textContent);
      if (part.getAttribute("role") === null) part.setAttribute("role", "textbox");
    }
  }
}

function fail(section) {
  const sentence = document.createElement("p");
  const again = document.createElement("a");
  again.href = location.pathname;
  again.textContent = tryAgain;
  sentence.append(words.failed, " ", again);
  section.replaceChildren(sentence);
  section.removeAttribute("aria-busy");
}

/** The front end tells nobody when it has started. */
function findKernel() {
  const kernel = window.jupyterapp?.widgetManager?.kernel;
  if (!kernel) return setTimeout(findKernel, LOOK);
  // The frame of an application, which nothing here stands in: it would be a second banner, and a second #main.
  const shell = window.jupyterapp.shell.node;
  shell.removeAttribute("id");
  shell.hidden = true;
  watchOver(kernel);
}

function watchOver(kernel) {
  const banner = document.getElementById("connection");
  const { baseUrl, kernelId } = read("jupyter-config-data");
  let timer = null;

  const say = (name) => {
    banner.dataset.state = name === "back" ? "connected" : name;
    banner.textContent = words[name];
  };

  /** By itself the front end gives up after a minute, and never learns that a kernel has gone. */
  async function ask() {
    clearTimeout(timer);
    if (kernel.connectionStatus === "connected") return;
    let status = 0;
    try {
      ({ status } = await fetch(`${baseUrl}api/kernels/${kernelId}`));
    } catch {
      // The server does not answer.
    }
    if (status >= 400) return say("ended");
    say("lost");
    if (status === 200 && kernel.connectionStatus === "disconnected") kernel.reconnect().catch(() => {});
    timer = setTimeout(ask, ASK);
  }

  kernel.connectionStatusChanged.connect((_, status) => {
    if (banner.dataset.state === "ended") return;
    clearTimeout(timer);
    if (status !== "connected") timer = setTimeout(ask, PATIENCE);
    else if (banner.dataset.state === "lost") {
      say("back");
      timer = setTimeout(() => { banner.textContent = ""; }, 4_000);
    }
  });
  window.addEventListener("online", ask);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  document.addEventListener("unhurried:leaving", () => {
    clearTimeout(timer);
    kernel.dispose();
  });
}
