/** What every page of the studio does: says that scripts run, and sorts tables. */

import { makeSortable } from "./sorting.js";

document.documentElement.classList.add("scripted");

/* The report's own script sorts the report's tables. */
if (!document.querySelector("[data-own-sorting]")) {
  document.querySelectorAll("table.sortable").forEach(makeSortable);
}

/* On a narrow screen the steps scroll sideways: bring the present one into view. */
const here = document.querySelector(".walk [aria-current]");
const steps = document.querySelector(".walk ol");
if (here && steps) steps.scrollLeft = here.offsetLeft - (steps.clientWidth - here.offsetWidth) / 2;
