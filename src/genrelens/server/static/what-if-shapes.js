/** Draw where the tracks of a collection lie, behind a slider. */

import { refill, svg } from "./elements.js";

const FIRST = "0".charCodeAt(0);
const TALLEST = 63;
const HEIGHT = 40;

/** Draw one attribute's shapes: all tracks, one genre's, and where the track started. */
export function drawShapes(picture, slider, { genre, colour, start }) {
  const { overall, by_genre: byGenre } = slider.density;
  refill(picture,
    area(overall, "shape-all"),
    area(byGenre[genre], `shape-genre ${colour}`),
    byGenre[genre] === undefined ? tick(slider, slider.typical[genre], `typical ${colour}`) : null,
    typeof start === "number" ? tick(slider, start, "was") : null);
}

/** Where a value stands on its slider, from 0 to 1. */
export function placeOf(slider, value) {
  const width = slider.to - slider.from_ || 1;
  return Math.min(Math.max((value - slider.from_) / width, 0), 1);
}

function tick(slider, value, name) {
  if (typeof value !== "number") return null;
  const x = (100 * placeOf(slider, value)).toFixed(2);
  return svg("path", { class: name, d: `M${x} 0V${HEIGHT}`, "vector-effect": "non-scaling-stroke" });
}

function area(text, name) {
  if (!text) return null;
  const width = 100 / text.length;
  const tops = [...text].map((letter, at) => {
    const y = (HEIGHT * (1 - (letter.charCodeAt(0) - FIRST) / TALLEST)).toFixed(1);
    return `V${y}H${((at + 1) * width).toFixed(2)}`;
  });
  return svg("path", { class: name, d: `M0 ${HEIGHT}${tops.join("")}V${HEIGHT}Z` });
}
