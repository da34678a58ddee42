// Mounts one exercise as the page host does. ?stem=ladder&definition=ladder; the test reaches it as `window.fake`.

import { FakeModel } from "./fake_model.js";

const asked = new URLSearchParams(location.search);
const definition = await (await fetch(`/definition/${asked.get("definition")}.json`)).json();
const module = await import(`/widgets/${asked.get("stem")}.js`);
const model = new FakeModel(definition.definition);
Object.assign(model, definition.start);
if (definition.start.paper) window.asPaper(model); // a model of our page host, which can print
const el = document.getElementById("exercise");
const unsent = [];
document.addEventListener("unhurried:unsent", (event) => unsent.push(event.detail.count));
const started = performance.now();
const close = module.default.render({ model, el });
window.fake = { model, el, close, unsent, mounted: performance.now() - started };
document.documentElement.dataset.ready = "true";
