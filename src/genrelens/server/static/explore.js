/** The page of all tracks: filters, the long table and the map, kept in step. */

import { ask, clearProblem, isAborted, latest, showProblem } from "./api.js";
import { byId, element, readData, refill } from "./elements.js";
import { Filters } from "./explore-filters.js";
import { CollectionMap } from "./explore-map.js";
import { LongTable } from "./explore-table.js";
import { count, percent, plural } from "./format.js";

const facts = readData();
const api = `/api/v1/models/${facts.model}`;
const ROW_HEIGHT = 56;

const columns = [
  { key: "name", title: "Track", sort: "name", class: "of-track" },
  { key: "genre", title: "Label", sort: "genre", class: "of-genre" },
  { key: "predicted", title: "Prediction", sort: "predicted", class: "of-genre" },
  { key: "sure", title: "Sure", sort: "sure", class: "number of-share" },
  ...(facts.decides ? [{ key: "decision", title: "Decision", sort: "decision", class: "of-decision" }] : []),
];

const address = (row) => `/models/${facts.model}/tracks/${row.row}`;
const genreMark = (name) => element("span", { class: "genre" }, element("span", { class: `swatch ${facts.colours[name]}`, "aria-hidden": "true" }), name);
const cellOf = {
  name: (row) => [element("a", { href: address(row), tabindex: "-1" }, row.name || row.id || `row ${row.row}`), row.artist ? element("small", {}, row.artist) : null],
  genre: (row) => genreMark(row.genre),
  predicted: (row) => [genreMark(row.predicted), row.is_right ? null : element("span", { class: "differs" }, element("span", { class: "when-wide" }, "differs"), element("span", { class: "when-narrow" }, `label: ${row.genre}`))],
  sure: (row) => percent(row.sure, 0),
  decision: (row) => row.decision,
};

let query = new URLSearchParams();

function withQuery(path, more = {}) {
  const asked = new URLSearchParams(query);
  for (const [name, value] of Object.entries(more)) asked.set(name, String(value));
  return `${api}${path}?${asked}`;
}

const table = new LongTable(byId("tracks"), {
  columns,
  rowHeight: ROW_HEIGHT,
  label: "Tracks",
  load: async (offset, limit, signal) => (await ask(withQuery("/tracks", { offset, limit }), { signal })).items,
  fill: (cells, row) => columns.forEach((column, at) => refill(cells[at], row ? cellOf[column.key](row) : at ? "" : "…")),
  open: (row) => { location.href = address(row); },
  sortBy: (key) => filters.set("sort", nextSort(key)),
  onTrouble: showProblem,
});

/** Rising, falling, then in the table's own order again. Shares begin with the largest. */
function nextSort(key) {
  const now = query.get("sort") || "row";
  const [first, second] = key === "sure" ? [`-${key}`, key] : [key, `-${key}`];
  return now === first ? second : now === second ? null : first;
}

function showCounts(counts) {
  const told = [element("strong", {}, count(counts.total)), ` of ${plural(facts.n_tracks, "track")}`];
  if (counts.total) told.push(` · prediction and label agree for ${count(counts.right)} (${percent(counts.right / counts.total)})`);
  const decided = counts.by_decision;
  if (counts.total && facts.decides) told.push(` · write ${count(decided.write)}, ask ${count(decided.ask)}, leave ${count(decided.leave)}`);
  refill(byId("counts"), told);
}

const findTracks = latest((signal) => ask(withQuery("/tracks", { offset: 0, limit: 100 }), { signal }));
const findShown = latest((signal) => ask(withQuery("/map/shown"), { signal }));

async function look(asked) {
  query = new URLSearchParams(asked);
  try {
    const found = await findTracks();
    if (!found) return;
    clearProblem();
    table.markSorted(query.get("sort") || "row");
    table.show(found.total, found.items);
    showCounts(found.counts);
    await markMap();
  } catch (error) {
    if (!isAborted(error)) showProblem(error);
  }
}

async function markMap() {
  if (!map) return;
  const isAll = ![...query.keys()].some((name) => name !== "sort");
  const shown = isAll ? { bits: null } : await findShown();
  if (shown) map.mark(shown.bits);
}

const filters = new Filters(byId("filters"), facts.numbers, look);

const map = facts.has_map
  ? new CollectionMap({
      facts,
      load: () => ask(`${api}/map`),
      nameOf: async (row, signal) => (await ask(`${api}/tracks?row=${row}&limit=1`, { signal })).items[0],
      address,
      region: (area) => filters.set("area", area),
      onTrouble: showProblem,
    })
  : null;

await Promise.all([look(filters.query), map?.open()]);
await markMap();
document.documentElement.dataset.explored = "true";
