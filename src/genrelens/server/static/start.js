/** The start page: bring files, follow what is under way, remove what is here. */

import { ask, clearProblem, isAborted, showProblem } from "./api.js";
import { byId, element, readData, refill } from "./elements.js";
import { bytes, percent } from "./format.js";
import { announce, follow } from "./live.js";
import { oneByOne, sendFile } from "./uploading.js";

const told = readData();
const line = oneByOne();
const arrived = [];

/** Put chosen files into the line, and open the table when there was one only. */
function bring(files) {
  clearProblem();
  const all = [...files];
  for (const file of all) bringOne(file, all.length);
}

async function bringOne(file, nFiles) {
  const shown = showUpload(file);
  const refusal = whyNot(file);
  if (refusal) return shown.fail(refusal);
  try {
    const answer = await line.add(() => shown.send(addressFor(file)));
    const page = answer.table ? `/tables/${answer.table.id}` : `/models/${answer.id}`;
    shown.done(page);
    arrived.push(page);
    announce(`${file.name} has arrived.`);
    if (nFiles === 1 && !line.busy()) window.location.assign(page);
  } catch (error) {
    if (isAborted(error)) shown.remove();
    else shown.fail(error.message);
  }
  return undefined;
}

function isModel(file) {
  return file.name.toLowerCase().endsWith(".genrelens");
}

function addressFor(file) {
  return `/api/v1/${isModel(file) ? "models" : "tables"}?name=${encodeURIComponent(file.name)}`;
}

/** Say at once what the server would say after the file was sent. */
function whyNot(file) {
  const name = file.name.toLowerCase();
  if (file.size === 0) return "The file is empty.";
  if (file.size > told.max_bytes) return `The file has ${bytes(file.size)}; up to ${bytes(told.max_bytes)} are taken.`;
  if (isModel(file) || told.endings.some((ending) => name.endsWith(ending))) return "";
  return "Its ending names no table that can be read. Save it as CSV, TSV, JSON lines or Parquet.";
}

/** One line of the list of files on their way. */
function showUpload(file) {
  const words = element("span", { class: "quiet" }, "waits");
  const bar = element("progress", { max: 1, value: 0, "aria-label": `Sending ${file.name}` });
  const life = new AbortController();
  const stop = element("button", { type: "button", class: "button quiet small", onclick: () => { life.abort(); if (words.textContent === "waits") entry.remove(); } }, "Stop");
  const entry = element("li", {}, element("span", { class: "name" }, file.name), stop, element("p", {}, words), bar);
  byId("uploads").append(entry);
  return {
    send: (address) => {
      if (life.signal.aborted) throw new DOMException("Given up.", "AbortError");
      return sendFile(address, file, {
        signal: life.signal,
        onProgress: (sent, total) => {
          bar.value = sent / total;
          words.textContent = sent < total ? `${bytes(sent)} of ${bytes(total)} (${percent(sent / total, 0)})` : "sent; being kept";
        },
      });
    },
    done: (page) => { bar.remove(); stop.remove(); refill(words, "arrived: ", element("a", { href: page }, "look what is in it")); },
    fail: (reason) => { bar.remove(); stop.remove(); entry.classList.add("is-bad"); refill(words, reason); announce(reason); },
    remove: () => entry.remove(),
  };
}

function listenToDrops() {
  const zone = byId("bring");
  const input = byId("files");
  input.addEventListener("change", () => { bring(input.files); input.value = ""; });
  zone.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) bring(event.dataTransfer.files);
  });
}

function listenToSample() {
  const button = byId("sample");
  button.addEventListener("click", async () => {
    clearProblem();
    button.disabled = true;
    button.textContent = "Drawing the sample…";
    try {
      const answer = await ask("/api/v1/tables/sample", { method: "POST", json: {} });
      window.location.assign(`/tables/${answer.table.id}`);
    } catch (error) {
      showProblem(error);
      button.disabled = false;
      button.textContent = "Start from the sample";
    }
  });
}

function listenToRemovals() {
  const sure = byId("sure");
  let address = "";
  byId("sure-no").addEventListener("click", () => sure.close());
  byId("sure-yes").addEventListener("click", async () => {
    sure.close();
    try {
      await ask(address, { method: "DELETE" });
      window.location.reload();
    } catch (error) {
      showProblem(error);
    }
  });
  for (const button of document.querySelectorAll("[data-remove]")) {
    button.addEventListener("click", () => {
      address = button.dataset.remove;
      byId("sure-title").textContent = `Remove ${button.dataset.name}?`;
      byId("sure-words").textContent = `It is deleted from this computer's studio, not from where you brought it. ${button.dataset.stays}`;
      sure.showModal();
    });
  }
}

/** Keep the list of jobs true; when one ends, the page shows what came of it. */
function followJobs() {
  const entries = new Map([...document.querySelectorAll("[data-job]")].map((entry) => [entry.dataset.job, entry]));
  if (!entries.size) return;
  follow(async (signal) => {
    for (const [id, entry] of entries) {
      const job = await ask(`/api/v1/jobs/${id}`, { signal });
      if (!["queued", "running"].includes(job.state)) entries.delete(id);
      const bar = entry.querySelector("progress");
      if (job.total) bar.value = job.done / job.total;
      entry.querySelector(".stage").textContent = job.stage;
      entry.querySelector(".badge").textContent = job.state === "queued" ? `waits, place ${job.position}` : job.state;
      if (!entries.has(id) && !line.busy() && !arrived.length) window.location.reload();
    }
    return entries.size > 0;
  });
}

listenToDrops();
listenToSample();
listenToRemovals();
followJobs();
