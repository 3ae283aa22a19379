/** Let readers sort a table by any of its columns. */

import { announce } from "./live.js";
import { element } from "./elements.js";

/** Give each heading of a table a button that sorts by its column. */
export function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const words = heading.querySelector(".heading");
    if (!words || words.querySelector("button")) return;
    const title = words.textContent;
    const button = element("button", { type: "button", class: "sort", onclick: () => sortBy(table, heading, column, title) }, title);
    words.replaceChildren(button);
  });
}

function sortBy(table, heading, column, title) {
  const way = nextWay(heading);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", way);
  const sign = way === "ascending" ? 1 : -1;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const isNumeric = rows.some((row) => row.cells[column].dataset.sort !== undefined);
  rows.sort((a, b) => compare(a.cells[column], b.cells[column], isNumeric, sign));
  body.append(...rows);
  announce(`Sorted by ${title}, ${way}`);
}

function nextWay(heading) {
  const before = heading.getAttribute("aria-sort");
  if (before) return before === "ascending" ? "descending" : "ascending";
  return heading.classList.contains("number") ? "descending" : "ascending";
}

function compare(a, b, isNumeric, sign) {
  if (!isNumeric) return sign * a.textContent.localeCompare(b.textContent, "en");
  const [left, right] = [a.dataset.sort, b.dataset.sort];
  if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
  return sign * (Number(left) - Number(right));
}
