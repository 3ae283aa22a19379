/** Read, write and step the value of one attribute. */

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

/**
 * Write a value the way its text field holds it. What the track came with is rounded
 * to the slider's step; what somebody chose, or a change needs, keeps its digits.
 */
export function toText(slider, value) {
  if (value === null) return "";
  if (typeof value === "string") return value;
  const isGiven = value === slider.start;
  if (slider.is_clock && value >= 0) return toClock(isGiven ? Math.round(value / slider.step) * slider.step : value);
  const decimals = decimalsOf(slider.step);
  const exact = String(Number(value.toPrecision(9)));
  const isFiner = exact.includes("e") || (exact.split(".")[1] ?? "").length > decimals;
  if (isGiven && value !== 0 && Math.abs(value) < slider.step) return String(Number(value.toPrecision(2))).replace(/^-/, MINUS);
  return (isFiner && !isGiven ? exact : value.toFixed(decimals)).replace(/^-/, MINUS);
}

/** Write milliseconds as "3:42", or "3:42.5" where they are no whole second. */
function toClock(value) {
  const minutes = Math.floor(Math.round(value) / 60000);
  const [whole, rest] = ((Math.round(value) - minutes * 60000) / 1000).toFixed(3).split(".");
  const part = rest.replace(/0+$/, "");
  return `${minutes}:${whole.padStart(2, "0")}${part ? `.${part}` : ""}`;
}

/** Say a value for people: "126 BPM", "3:42 min", "unknown". */
export function toWords(slider, value) {
  if (value === null) return "unknown";
  const setting = slider.settings.find((one) => one.value === value);
  if (setting) return setting.words;
  if (typeof value === "string") return value;
  if (slider.is_clock && value >= 0) return `${toText(slider, value)} min`;
  const unit = ["", "share", "year", "points of 100"].includes(slider.unit) ? "" : ` ${slider.unit}`;
  return toText(slider, value) + unit;
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
