/** Wait until a table is answered, then show the answers. */

import { ask, showProblem } from "./api.js";
import { byId, readData } from "./elements.js";
import { count, minutesSeconds } from "./format.js";
import { follow } from "./live.js";

const page = readData();

/** Draw how far the job is. */
function draw(job) {
  const bar = byId("bar");
  byId("stage").textContent = job.state === "queued" ? "waits for its turn" : job.stage || "begins";
  if (job.total > 1) bar.value = job.done / job.total;
  else bar.removeAttribute("value");
  const rows = job.total > 1 ? `${count(job.done)} of ${count(job.total)}. ` : "";
  const left = job.seconds_left === null ? "" : `About ${minutesSeconds(job.seconds_left)} left. `;
  byId("story").textContent = `${rows}${left}The page may be closed: the work goes on.`;
}

/** Look once; reload when the answer is there, or will not come. */
async function look(signal) {
  const answer = await ask(`/api/v1/answers/${page.answer}`, { signal });
  if (answer.state !== "working") {
    window.location.reload();
    return false;
  }
  if (page.job) draw(await ask(`/api/v1/jobs/${page.job}`, { signal }));
  return true;
}

byId("stop").addEventListener("click", async () => {
  byId("stop").disabled = true;
  try {
    await ask(`/api/v1/jobs/${page.job}/cancel`, { method: "POST", json: {} });
    window.location.reload();
  } catch (error) {
    byId("stop").disabled = false;
    showProblem(error);
  }
});

follow(look, { every: 700, onTrouble: showProblem });
