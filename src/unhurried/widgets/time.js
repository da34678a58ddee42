// Time is the reader's: their clock, their midnight.

const two = (number) => String(Math.floor(number)).padStart(2, "0");

/** Local time as ISO 8601 with offset, to the second: "2026-11-20T14:02:31+01:00". */
export function localTime(date = new Date()) {
  const ahead = -date.getTimezoneOffset();
  const wall = new Date(date.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  return `${wall}${ahead < 0 ? "-" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
}

/** Milliseconds from now to the midnight that ends this day, or the `days`th from it on, by the reader's clock. */
export function untilMidnight(days = 1, now = new Date()) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime() - now.getTime();
}

/** `at` (ISO 8601) for reading: "14:02" today, with day and month on any other day. */
export function readTime(at, today = new Date()) {
  const date = new Date(at);
  const day = date.toDateString() === today.toDateString() ? {} : { day: "numeric", month: "long" };
  const language = document.documentElement.lang || undefined;
  return date.toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** A day ("2026-11-20") for reading, as results have it too: "20 November 2026". */
export function readDay(day, words) {
  const [year, month, date] = day.split("-").map(Number);
  return words("results.date", { day: date, month: words(`results.months.${month - 1}`), year });
}
