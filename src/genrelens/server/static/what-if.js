/** The page with sliders: what would the model call such a track? */

import { ask, clearProblem, showProblem } from "./api.js";
import { byId, element, readData, refill, settled } from "./elements.js";
import { announce } from "./live.js";
import { newest } from "./what-if-asking.js";
import { makeBars, sayFirst } from "./what-if-bars.js";
import { wireControls } from "./what-if-controls.js";
import { animate, markOld, wireFlips } from "./what-if-flip.js";
import { toAddress, toStep } from "./what-if-values.js";

const page = readData();
const api = `/api/v1/models/${page.model}`;
const colours = Object.fromEntries(page.genres.map(({ name, colour }) => [name, colour]));
const values = { ...page.values };
let turn = 0;
let bars = null;
let shaded = "";

const say = settled((words) => announce(words), 900);
const keepAddress = settled(() => history.replaceState(null, "", toAddress(page, values)), 250);

const askFast = newest(
  (question) => ask(`${api}/what-if`, { json: { track: question.values } }),
  (answer, question) => { showAnswer(answer, question.turn); askWhy(question); },
  showProblem,
);
const askWhy = newest(
  (question) => ask(`${api}/what-if`, { json: { track: question.values, explain: true, genre: byId("why-genre").value || null } }),
  (answer, question) => showWhy(answer.explanation, question.turn),
  (error) => showProblem(error),
);

const controls = wireControls(page, (name, value) => set(name, value));

/** Take a new value, and ask what it makes of the track. */
function set(name, value) {
  if (values[name] === value) return;
  values[name] = value;
  changed();
}

function changed() {
  turn += 1;
  byId("bars").dataset.asked = String(turn);
  controls.show(values, document.activeElement);
  markOld();
  keepAddress();
  askFast({ values: { ...values }, turn });
}

/** Round a value on its way, so that its field does not flicker. */
function rounded(name, value) {
  return toStep(page.sliders.find((slider) => slider.name === name), value);
}

function showAnswer(answer, itsTurn) {
  clearProblem();
  bars.show(answer.probabilities, answer.genre, itsTurn);
  if (answer.genre !== shaded) shade(answer.genre);
  byId("now-genre").textContent = answer.genre;
  byId("now-rest").textContent = sayFirst(answer.probabilities).slice(answer.genre.length);
  const decision = byId("decision");
  decision.hidden = !answer.decision;
  refill(decision, element("span", { class: "badge" }, answer.decision), ` ${answer.decided_genre ? `${answer.decided_genre}: ` : ""}${answer.decision_reason}`);
  refill(byId("warnings"), answer.warnings.map((words) => element("li", {}, words)));
  say(sayFirst(answer.probabilities));
}

function shade(genre) {
  shaded = genre;
  controls.shade(genre, colours[genre]);
  const key = document.getElementById("key-name");
  if (key) key.textContent = key.textContent.startsWith("middle") ? `middle value of ${genre}` : `${genre} tracks`;
  document.querySelectorAll(".key-genre, .key-typical").forEach((mark) => { mark.className = `${mark.classList[0]} ${colours[genre]}`; });
}

function showWhy(told, itsTurn) {
  byId("why-words").textContent = `${told.sentence}.`;
  byId("why-calibration").textContent = told.calibration;
  const parsed = new DOMParser().parseFromString(told.svg, "text/html").querySelector("svg");
  const figure = byId("why-chart");
  figure.replaceChildren(document.importNode(parsed, true));
  figure.dataset.turn = String(itsTurn);
}

function reset() {
  Object.assign(values, page.start.values);
  for (const name of Object.keys(values)) if (!(name in page.values)) delete values[name];
  changed();
}

async function copyAddress() {
  history.replaceState(null, "", toAddress(page, values));
  try {
    await navigator.clipboard.writeText(location.href);
    byId("copied").textContent = "Copied.";
  } catch {
    byId("copied").textContent = "The browser does not let the page copy; copy it from the address bar.";
  }
}

async function begin() {
  const start = await ask(`${api}/what-if`, { json: { track: page.start.values } });
  bars = makeBars(page.genres, start.probabilities);
  controls.show(values);
  askFast({ values: { ...values }, turn });
}

byId("board").addEventListener("submit", (event) => event.preventDefault());
byId("board").addEventListener("reset", (event) => { event.preventDefault(); reset(); });
byId("copy").addEventListener("click", copyAddress);
byId("why-genre").addEventListener("change", () => askWhy({ values: { ...values }, turn }));
byId("typical").addEventListener("change", (event) => {
  if (event.target.value) location.assign(`${location.pathname}?typical=${encodeURIComponent(event.target.value)}`);
});
wireFlips(`${api}/flip`, () => ({ values: { ...values }, turn }), (moves) => animate({ ...values }, moves, set, rounded));
begin().catch((error) => showProblem(error));
