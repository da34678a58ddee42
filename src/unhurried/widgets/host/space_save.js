/** Save files: a space as one locked file, to be kept elsewhere, and taken in again. */

import { button, fileField, paragraph, secret } from "./form.js";
import { save } from "./save.js";
import { folded, paragraphs, today } from "./space_forms.js";

const NAME = "pages.age";
const LARGEST = 24 * 1024 * 1024; // bytes, as in space/save_file.py

/** @param {{keepEverything: () => Promise<boolean>}} page */
export function saveForm(forms, { save_file: words, wrong, copy }, page) {
  const passphrase = secret(copy.passphrase, copy.why_again);
  const form = forms.make([passphrase, button(words.button)], async () => {
    const isKept = await page.keepEverything();
    const answer = await forms.post("save", { passphrase: passphrase.value });
    if (!form.isConnected) return null; // left, or locked, while it was being made
    if (answer.error === "wrong_passphrase") return { sentence: wrong, focus: passphrase };
    if (answer.error) return { sentence: forms.sentence(answer.error, copy.failed) };
    save(answer.file, NAME);
    form.reset();
    return { sentence: isKept ? words.done : words.done_without };
  }, copy.making);
  form.prepend(...paragraphs(words.about));
  const part = folded(words.title, form);
  part.id = "space-save";
  return part;
}

/** `opened(answer, sentence)` shows what came of it. */
export function loadForm(forms, { load_file: words }, state, opened) {
  const file = fileField(words.file);
  const passphrase = secret(words.passphrase, words.passphrase_hint);
  const form = forms.make([file, passphrase, button(words.button)], async () => {
    if (!file.file) return { sentence: words.no_file, focus: file };
    if (file.file.size > LARGEST) return { error: "save_too_big", focus: file };
    const order = { passphrase: passphrase.value, file: await base64(file.file), today: today() };
    const answer = await forms.post("load", order);
    if (answer.error) return { error: answer.error, focus: answer.error === "save_unopened" ? passphrase : file };
    return opened(answer, answer.both > 0 ? words.done_both.replace("{both}", answer.both) : words.done);
  }, words.working);
  form.prepend(paragraph(state === "closed" ? words.where_closed : words.where_open), ...paragraphs(words.about));
  return folded(words.title, form);
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}
