/** Erasing the space that is open: asked once more, after what it does and does not do, and a way to keep a file first. */

import { button, paragraph, secret } from "./form.js";
import { folded, paragraphs } from "./space_forms.js";

/** `erasing(isErasing)` is told while it goes on. */
export function eraseForm(forms, { erase: words, copy, wrong }, forTwo, erasing) {
  const passphrase = secret(copy.passphrase, copy.why_again);
  const first = button(words.save_first, "button");
  first.addEventListener("click", () => {
    const part = document.getElementById("space-save");
    part.open = true;
    part.querySelector("input").focus();
  });
  const form = forms.make([passphrase, button(words.button)], async () => {
    erasing(true);
    let answer = { error: "unexpected" };
    try {
      answer = await forms.post("erase", { passphrase: passphrase.value });
    } finally {
      if (answer.error) erasing(false);
    }
    if (answer.error === "wrong_passphrase") return { sentence: wrong, focus: passphrase };
    if (answer.error) return { error: answer.error };
    document.dispatchEvent(new CustomEvent("unhurried:erased"));
    return null;
  }, words.working);
  const both = forTwo ? [paragraph(words.both)] : [];
  form.prepend(...paragraphs(words.about), ...both, first, paragraph(words.sure));
  return folded(words.title, form);
}
