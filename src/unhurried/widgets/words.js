// Every word on the page comes from a table that editors and translators own; code only knows the keys.

/**
 * Returns `words(key, facts)`. `table`: nested texts; `key`: "kept_at", "not_kept.refused"; `facts` fill the
 * {braces}. Throws an Error that names the key (never a fact: facts may be a person's words) when the table has
 * no such text, or when a brace has no fact: a missing word must be found by us, not read by a person.
 */
export function wordsFrom(table) {
  return (key, facts = {}) => {
    const text = key.split(".").reduce((part, step) => part?.[step], table);
    if (typeof text !== "string") throw new Error(`no words for "${key}"`);
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      if (!(name in facts)) throw new Error(`words for "${key}": nothing to put in for "${name}"`);
      return facts[name];
    });
  };
}
