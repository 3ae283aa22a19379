/** Write numbers the way the server writes them (genrelens.reports.formatting). */

const SPACE = "\u00a0";
const MINUS = "\u2212";

/** 28352 → "28,352". */
export function count(number) {
  return Math.round(number).toLocaleString("en-US");
}

/** 0.1234, 2 → "0.12", with a real minus sign; "n/a" for what is no number. */
export function decimal(value, digits = 3) {
  if (!Number.isFinite(value)) return "n/a";
  const text = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", MINUS);
}

/** 0.547 → "54.7 %". */
export function percent(share, digits = 1) {
  return Number.isFinite(share) ? `${decimal(share * 100, digits)}${SPACE}%` : "n/a";
}

/** 0.031 → "+3.1", in percentage points. */
export function points(share, digits = 1) {
  const text = decimal(share * 100, digits);
  return Number.isFinite(share) && share * 100 >= 0.5 * 10 ** -digits ? `+${text}` : text;
}

/** 138.25 → "138"; 0.04123 → "0.0412": about three digits that count. */
export function significant(value, digits = 3) {
  if (!Number.isFinite(value)) return "n/a";
  if (value === 0) return "0";
  const before = Math.floor(Math.log10(Math.abs(value)));
  const text = decimal(value, Math.max(digits - 1 - before, 0));
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

/** Seconds as "m:ss", or "h:mm:ss" from an hour on. */
export function minutesSeconds(seconds) {
  if (!Number.isFinite(seconds)) return "n/a";
  const whole = Math.max(Math.round(seconds), 0);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A feature's value with its unit; milliseconds as minutes, a missing one in words. */
export function valueWithUnit(value, unit = "") {
  if (value === null || value === undefined || Number.isNaN(value)) return "unknown";
  if (typeof value === "string") return value;
  if (unit === "ms") {
    const seconds = Math.floor(value / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}${SPACE}min`;
  }
  return significant(value) + (unit ? SPACE + unit : "");
}

/** 1048576 → "1.05 MB". */
export function bytes(number) {
  let [size, at] = [number, 0];
  const units = ["B", "kB", "MB", "GB", "TB"];
  while (size >= 1000 && at < units.length - 1) { size /= 1000; at += 1; }
  return significant(size) + SPACE + units[at];
}

/** 1, "track" → "1 track"; 2000, "track" → "2,000 tracks". */
export function plural(number, word, many = `${word}s`) {
  return `${count(number)} ${number === 1 ? word : many}`;
}
