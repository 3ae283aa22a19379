/** Follow a job: its stages, the time left, its end. */

import { ask, clearProblem, showProblem } from "./api.js";
import { byId, element, readData, refill } from "./elements.js";
import { count, minutesSeconds } from "./format.js";
import { announce, follow } from "./live.js";

const page = readData();
const api = `/api/v1/jobs/${page.job.id}`;
const NEVER_LOST = "This page may be closed: the work goes on, and this address shows it again.";
const KINDS = { done: "good", failed: "bad", interrupted: "bad", cancelled: "warn" };
const STATES = { over: "done", running: "now", "to come": "later" };
let job = page.job;
let heard = 0;

/** True once nothing more will happen to a job. */
function isOver({ state }) {
  return state !== "queued" && state !== "running";
}

/** Write a time that is an estimate. */
function about(seconds) {
  if (seconds < 5) return "a few seconds left";
  return seconds < 90 ? `about ${5 * Math.ceil(seconds / 5)} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}

/** Say in a sentence where the job stands. */
function story() {
  if (job.error) return job.error;
  if (job.state === "queued") {
    const place = job.position > 1 ? `Place ${count(job.position)} in the queue.` : "Next in the queue.";
    return [place, job.note, NEVER_LOST].filter(Boolean).join(" ");
  }
  if (job.state === "cancelled") return "It was cancelled. Nothing of it was kept; everything else is as it was.";
  if (job.state === "done") return ["It is done.", job.note].filter(Boolean).join(" ");
  return [job.note, NEVER_LOST].filter(Boolean).join(" ");
}

/** Draw one stage with its steps and its time. */
function drawStage(stage) {
  const isRunning = stage.state === "running";
  const steps = stage.total > 1 && stage.state !== "to come" ? `${count(stage.done)} of ${count(stage.total)}` : "";
  const left = isRunning && stage.seconds_left !== null ? about(stage.seconds_left) : "";
  const time = stage.state === "over" ? minutesSeconds(stage.seconds) : left || (isRunning ? minutesSeconds(stage.seconds) : "");
  const bar = isRunning && stage.total > 1
    ? element("progress", { max: stage.total, value: stage.done, "aria-label": `${stage.name}: ${steps}` })
    : null;
  return element("li", { dataset: { state: STATES[stage.state] } },
    element("span", { class: "stage-name" }, stage.name),
    element("span", { class: "stage-steps" }, steps),
    element("span", { class: "stage-time" }, time),
    bar);
}

/** Set the bar of the whole job: empty, moving, or at its share. */
function drawWhole() {
  const bar = byId("bar");
  const isRunning = job.state === "running";
  byId("whole").hidden = isOver(job);
  if (job.state === "queued") bar.setAttribute("value", "0");
  else if (isRunning && job.seconds_left !== null) bar.value = job.seconds / (job.seconds + job.seconds_left);
  else bar.removeAttribute("value");
  const left = isRunning && job.seconds_left !== null ? about(job.seconds_left) : "";
  const words = job.state === "queued" ? "Waiting" : left || "Working; how much longer is not known yet";
  byId("bar-title").textContent = words;
}

/** Give the things to press that fit the job's state. */
function drawActions() {
  const actions = isOver(job)
    ? [job.state === "done" && job.page !== `/jobs/${job.id}` ? element("a", { class: "button primary", href: job.page }, "Look at the result") : null,
      element("button", { type: "button", class: "button", id: "again", onclick: again }, "Start it again")]
    : [element("button", { type: "button", class: "button danger", id: "cancel", onclick: cancel }, "Cancel")];
  refill(byId("actions"), actions);
}

/** Show the whole job. */
function draw() {
  refill(byId("state"), element("span", { class: `badge ${KINDS[job.state] ?? "busy"}` }, job.state));
  byId("story").textContent = story();
  byId("seconds").textContent = minutesSeconds(job.seconds);
  drawWhole();
  if (job.stages.length) refill(byId("stages"), job.stages.map(drawStage));
  document.title = `${job.state === "running" && job.stage ? job.stage : job.state} · ${page.title} · genrelens`;
}

/** Take what the server says, and tell changes to those who do not see them. */
function take(next) {
  const hasChanged = next.state !== job.state;
  const isNewStage = next.stage !== job.stage && Date.now() - heard > 5000;
  job = next;
  draw();
  if (hasChanged) drawActions();
  if (hasChanged || isNewStage) {
    heard = Date.now();
    announce(hasChanged ? `${page.title}: ${job.state}` : `Now: ${job.stage}`);
  }
  if (isOver(job)) end(hasChanged);
}

/** Mark what was under way as ended; go on to what the job made. */
function end(isNew) {
  const last = job.state === "done" ? "done" : "failed";
  for (const item of byId("stages").querySelectorAll("[data-state=now]")) item.dataset.state = last;
  for (const item of byId("stages").querySelectorAll("progress")) item.remove();
  if (isNew && job.state === "done" && job.page !== location.pathname) location.assign(job.page);
}

/** End the job. */
async function cancel() {
  byId("cancel").disabled = true;
  clearProblem();
  try {
    take(await ask(`${api}/cancel`, { method: "POST", json: {} }));
  } catch (error) {
    byId("cancel").disabled = false;
    showProblem(error);
  }
}

/** Start the job once more, and follow the new one. */
async function again() {
  byId("again").disabled = true;
  clearProblem();
  try {
    const next = await ask(`${api}/again`, { method: "POST", json: {} });
    location.assign(`/jobs/${next.id}`);
  } catch (error) {
    byId("again").disabled = false;
    showProblem(error);
  }
}

draw();
drawActions();
if (!isOver(job)) {
  follow(async (signal) => {
    take(await ask(api, { signal }));
    clearProblem();
    return !isOver(job);
  }, { every: 500, onTrouble: showProblem });
}
