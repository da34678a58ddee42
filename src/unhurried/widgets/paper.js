// Which paper people have.

/** Countries that use Letter. Elsewhere, and where nobody knows, it is A4. */
const LETTER = /-(US|CA|MX|PH|CL|CO|VE|GT|CR|PA|SV|NI|DO|PR)\b/i;

/** "a4" or "letter", by the language that the browser is set to. */
export const usualPaper = () => (LETTER.test(navigator.language) ? "letter" : "a4");
