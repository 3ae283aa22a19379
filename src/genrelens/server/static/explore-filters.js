/** Keep what is asked for in the form, in chips and in the address, all three alike. */

import { byId, element, refill, settled } from "./elements.js";

const FIELDS = ["search", "genre", "predicted", "right", "decision", "min_probability", "max_probability"];
const SEVERAL = ["genre", "predicted", "decision"];
const OTHERS = ["range", "counted", "part", "area", "sort", "row"];

/** Give the conditions that stand in the address; without the empty ones. */
export function readAddress() {
  const kept = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (value !== "" && (FIELDS.includes(name) || OTHERS.includes(name))) kept.append(name, value);
  }
  return kept;
}

/** Put conditions into the address, so that it can be kept and shared. */
export function writeAddress(query) {
  const text = query.toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

/** The form above the table: tells when what it asks for has changed. */
export class Filters {
  /** @param {HTMLFormElement} form @param {Array} numbers attributes with ranges @param {(query: URLSearchParams) => void} onChange */
  constructor(form, numbers, onChange) {
    this.form = form;
    this.labels = new Map(numbers.map((each) => [each.name, each.label + (each.unit ? ` (${each.unit})` : "")]));
    this.onChange = onChange;
    this.query = readAddress();
    this.watch();
    this.showRangeFields();
    this.fill();
  }

  watch() {
    const soon = settled(() => this.take(), 180);
    this.form.addEventListener("input", (event) => { if (!event.target.id.startsWith("range-")) soon(); });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.addRange(); this.take(); });
    for (const id of ["range-low", "range-high"]) byId(id).addEventListener("change", () => this.addRange());
  }

  showRangeFields() {
    this.form.querySelectorAll("#range-adder, .field[hidden]").forEach((field) => { field.hidden = false; });
    this.form.querySelectorAll("input[type=hidden]").forEach((each) => each.remove());
  }

  /** Write the conditions into the form. A list of several values is told by its chips. */
  fill() {
    for (const name of FIELDS) {
      const field = this.form.elements[name];
      const values = this.query.getAll(name);
      if (field) field.value = values.length === 1 ? values[0] : "";
    }
    this.showChips();
  }

  /** Read the conditions out of the form. */
  take() {
    for (const name of FIELDS) {
      const value = this.form.elements[name]?.value.trim() ?? "";
      const isList = SEVERAL.includes(name) && this.query.getAll(name).length > 1;
      if (isList && !value) continue;
      this.query.delete(name);
      if (value) this.query.set(name, value);
    }
    this.tell();
  }

  /** Set one condition; null takes it away. */
  set(name, value) {
    this.query.delete(name);
    if (value !== null && value !== "") this.query.set(name, value);
    this.fill();
    this.tell();
  }

  addRange() {
    const [name, low, high] = ["range-name", "range-low", "range-high"].map((id) => byId(id).value.trim().replace(",", "."));
    if (!name || (!low && !high) || [low, high].some((each) => each && !Number.isFinite(Number(each)))) return;
    const kept = this.query.getAll("range").filter((each) => !each.startsWith(`${name}:`));
    this.query.delete("range");
    for (const each of [...kept, `${name}:${low}..${high}`]) this.query.append("range", each);
    for (const id of ["range-name", "range-low", "range-high"]) byId(id).value = "";
    this.tell();
  }

  remove(name, value) {
    const kept = this.query.getAll(name).filter((each) => each !== value);
    this.query.delete(name);
    for (const each of kept) this.query.append(name, each);
    this.fill();
    this.tell();
  }

  clear() {
    this.query = new URLSearchParams(this.query.get("sort") ? { sort: this.query.get("sort") } : {});
    this.fill();
    this.tell();
  }

  tell() {
    this.showChips();
    writeAddress(this.query);
    this.onChange(this.query);
  }

  showChips() {
    const on = [...this.query].filter(([name]) => name !== "sort");
    const chips = on.map(([name, value]) => element("button", { type: "button", class: "chip", onclick: () => this.remove(name, value), "aria-label": `Take away: ${this.words(name, value)}` }, this.words(name, value)));
    const all = on.length > 1 ? element("button", { type: "button", class: "button quiet small", onclick: () => this.clear() }, "Take all away") : null;
    refill(byId("chips"), chips, all);
  }

  words(name, value) {
    const plain = { search: `“${value}”`, genre: `label: ${value}`, predicted: `prediction: ${value}`, decision: `decision: ${value}`, min_probability: `sure: ${value} or more`, max_probability: `sure: ${value} or less`, part: value, area: "a region of the map", row: `row ${value}` };
    if (name === "right") return value === "true" ? "label and prediction agree" : "label and prediction differ";
    if (name === "counted") return value === "true" ? "each track once" : "only rows of a track that is counted elsewhere";
    if (name === "range") return this.rangeWords(value);
    return plain[name] ?? `${name}: ${value}`;
  }

  rangeWords(value) {
    const at = value.lastIndexOf(":");
    const [low, high] = value.slice(at + 1).split("..");
    const label = this.labels.get(value.slice(0, at)) ?? value.slice(0, at);
    if (low && high) return `${label}: ${low} to ${high}`;
    return low ? `${label}: ${low} or more` : `${label}: ${high} or less`;
  }
}
