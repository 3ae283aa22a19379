/** A table that is being read, or could not be: follow it, stop it, try another way. */

import { ask, clearProblem, showProblem } from "./api.js";
import { byId, readData } from "./elements.js";
import { announce, follow } from "./live.js";
import { optionsOf } from "./table-options.js";

const told = readData();
const address = `/api/v1/tables/${told.table}`;

/** Show how far the reading is; when it is over, show what was found. */
function followReading() {
  follow(async (signal) => {
    const { table, job } = await ask(address, { signal });
    if (table.state !== "reading") {
      announce(table.state === "ready" ? "The table has been read." : "The table could not be read.");
      window.location.reload();
      return false;
    }
    showJob(job);
    return true;
  }, { every: 600, onTrouble: showProblem });
}

function showJob(job) {
  if (!job) return;
  const words = job.state === "queued" ? `waiting for its turn (place ${job.position})` : job.stage || "starting";
  const stage = byId("stage");
  if (stage.textContent !== words) stage.textContent = words;
  byId("stop").dataset.job = job.id;
  const bar = byId("bar");
  if (job.total > 1) bar.value = job.done / job.total;
  else bar.removeAttribute("value");
}

function listenToStop() {
  byId("stop").addEventListener("click", async (event) => {
    const { job } = event.currentTarget.dataset;
    if (!job) return;
    try {
      await ask(`/api/v1/jobs/${job}/cancel`, { method: "POST", json: {} });
    } catch (error) {
      showProblem(error);
    }
  });
}

async function read(path, options) {
  clearProblem();
  try {
    await ask(path, options);
    window.location.reload();
  } catch (error) {
    showProblem(error);
  }
}

function listenToForm() {
  const form = byId("options");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const options = optionsOf(form, null);
    await ask(address, { method: "PATCH", json: options }).catch(showProblem);
    await read(`${address}/read`, { method: "POST", json: {} });
  });
  byId("again").addEventListener("click", () => read(`${address}/read`, { method: "POST", json: {} }));
}

if (told.state === "reading") {
  listenToStop();
  followReading();
} else {
  listenToForm();
}
