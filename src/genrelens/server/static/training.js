/** Start a training with the settings that the reader chose. */

import { ask, clearProblem, showProblem } from "./api.js";
import { byId, readData } from "./elements.js";

const page = readData();
const form = byId("training");
const button = byId("start");

/** Give the chosen radio button's value. */
function chosen(name) {
  return form.querySelector(`input[name="${name}"]:checked`).value;
}

/** Give a number field's value; the whole form says so where it holds none. */
function number(name) {
  const field = byId(name);
  if (field.value.trim() === "" || !Number.isFinite(Number(field.value))) {
    field.focus();
    const label = form.querySelector(`label[for="${name}"]`)?.textContent ?? field.getAttribute("aria-label");
    throw Object.assign(new Error(`"${label.trim()}" needs a number.`), { isOurs: true });
  }
  return Number(field.value);
}

/** Give the attributes whose tick was taken away. */
function leftOut() {
  return [...form.querySelectorAll("#attributes input:not(:checked)")].map((box) => box.value);
}

/** Gather what is sent, by the names of the API. */
function options() {
  const asked = {
    target: byId("target").value || null,
    group: byId("group").value || null,
    features: chosen("features"),
    drop: leftOut(),
    conflicts: byId("conflicts").value,
    min_tracks: number("min_tracks"),
    max_error: number("max_error") / 100,
    seed: number("seed"),
    balanced: byId("balanced").checked,
    select: byId("select").checked,
    corrections_of: document.getElementById("corrections_of")?.value || null,
  };
  return { ...asked, ...depth() };
}

/** Give the time, or the settings in place of a time. */
function depth() {
  const time = chosen("time");
  if (time === "settings") {
    const kind = byId("depth").value;
    return { model: byId("model").value, trees: number("trees"), quick: kind === "quick", compare: kind === "compare" };
  }
  if (time === "own") return { time_budget: number("minutes") };
  return time ? { time_budget: Number(time) } : {};
}

/** Show what belongs to the choice of time. */
function showChoice() {
  const time = chosen("time");
  byId("own-settings").hidden = time !== "settings";
  const isTimed = time !== "" && time !== "settings";
  byId("select").disabled = isTimed;
  if (isTimed) byId("select").checked = false;
  const words = {
    "": "The time left is told while it runs.",
    settings: "The time left is told while it runs.",
    own: "An estimate is made first, and told.",
  };
  byId("estimate").textContent = words[time] ?? `At most about ${time} min; the estimate is told before the long work begins.`;
}

/** Send the form, and go on to the job. */
async function start(event) {
  event.preventDefault();
  clearProblem();
  button.disabled = true;
  try {
    const job = await ask("/api/v1/jobs", { json: { kind: "train", table: page.table, options: options() } });
    location.assign(`/jobs/${job.id}`);
  } catch (error) {
    button.disabled = false;
    if (error.isOurs) showProblem(Object.assign(error, { name: "Problem" }));
    else showProblem(error);
  }
}

form.addEventListener("change", showChoice);
form.addEventListener("submit", start);
byId("minutes").addEventListener("input", () => { byId("time-own").checked = true; showChoice(); });
window.addEventListener("pageshow", () => { button.disabled = false; showChoice(); });
showChoice();
