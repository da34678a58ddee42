// Answers are plain JSON; null means "left open".

/** Whether two answers are the same, whatever the order of keys. */
export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}

/** Whether an answer says nothing: left open, no text, no entries, a switch that is off. */
export function isEmpty(value) {
  return value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
}
