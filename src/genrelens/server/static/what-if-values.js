/** Read, write and step the value of one attribute. */

import { minutesSeconds } from "./format.js";

const MINUS = "\u2212";

/** Round to the multiples of a slider's step; the ends stay as they are. */
export function toStep(slider, value) {
  const rounded = Math.round(value / slider.step) * slider.step;
  const tidy = Number(rounded.toFixed(decimalsOf(slider.step)));
  return Math.min(Math.max(tidy, slider.low), slider.high);
}

/** Digits behind the point that a step needs. */
export function decimalsOf(step) {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** Write a value the way its text field holds it. */
export function toText(slider, value) {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (slider.is_clock) return toClock(value);
  return String(Number(value.toPrecision(9)));
}

/** Write milliseconds as "3:42", or "3:42.467" where they are no whole second. */
function toClock(value) {
  const whole = Math.floor(value / 1000);
  const rest = Number((value - whole * 1000).toFixed(3));
  const clock = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return value < 0 ? String(value / 60000) : rest ? `${clock}.${String(rest).padStart(3, "0")}` : clock;
}

/** Say a value for people: "126 BPM", "3:42 min", "unknown". */
export function toWords(slider, value) {
  if (value === null) return "unknown";
  const setting = slider.settings.find((one) => one.value === value);
  if (setting) return setting.words;
  if (typeof value === "string") return value;
  if (slider.is_clock) return `${minutesSeconds(value / 1000)} min`;
  const unit = ["", "share", "year", "points of 100"].includes(slider.unit) ? "" : ` ${slider.unit}`;
  return toText(slider, value).replace("-", MINUS) + unit;
}

/**
 * Read what somebody typed.
 * @returns {{value: number|null}|{trouble: string}}
 */
export function fromText(slider, text) {
  const bare = text.trim().replace(MINUS, "-");
  if (bare === "") return { value: null };
  const clock = slider.is_clock && bare.match(/^(\d{1,4}):([0-5]?\d(?:\.\d+)?)$/);
  const number = clock ? (Number(clock[1]) * 60 + Number(clock[2])) * 1000 : Number(bare.replace(",", "."));
  if (Number.isFinite(number) && Math.abs(number) < 3.4e38) return { value: number };
  return { trouble: slider.is_clock ? "Write minutes and seconds, as 3:42, or nothing where it is not known." : "Write a number, or nothing where it is not known." };
}

/** Give the address of the values: those that differ from the start, and the start. */
export function toAddress(page, values) {
  const told = new URLSearchParams();
  const start = page.start;
  if (start.row) told.set("row", start.row);
  else if (start.genre) told.set("typical", start.genre);
  for (const slider of page.sliders) {
    const value = values[slider.name];
    if (value !== start.values[slider.name]) told.set(slider.parameter, value === null ? "" : String(value));
  }
  return `${location.pathname}?${told}`;
}
