/** Find points of a plane quickly, and simplify lines drawn by hand. */

const CELLS = 160;

/** Points in a grid of cells, so that the nearest is found without asking all. */
export class PointGrid {
  /** @param {{x: number[], y: number[], steps: number}} points */
  constructor({ x, y, steps }) {
    this.x = x;
    this.y = y;
    this.size = Math.max(1, steps / CELLS);
    this.cells = new Map();
    this.bounds = boundsOf(x, y);
    for (let at = 0; at < x.length; at += 1) {
      const key = this.key(Math.floor(x[at] / this.size), Math.floor(y[at] / this.size));
      if (this.cells.has(key)) this.cells.get(key).push(at);
      else this.cells.set(key, [at]);
    }
  }

  key(column, row) {
    return column * 4096 + row;
  }

  /** Give the nearest point within reach that may be taken; undefined where there is none. */
  nearest(x, y, reach, isTaken) {
    let [found, least] = [undefined, reach * reach];
    const span = (value) => [Math.floor((value - reach) / this.size), Math.floor((value + reach) / this.size)];
    const [[left, right], [top, bottom]] = [span(x), span(y)];
    for (let column = Math.max(0, left); column <= Math.min(CELLS, right); column += 1) {
      for (let row = Math.max(0, top); row <= Math.min(CELLS, bottom); row += 1) {
        for (const at of this.cells.get(this.key(column, row)) ?? []) {
          const far = (this.x[at] - x) ** 2 + (this.y[at] - y) ** 2;
          if (far <= least && isTaken(at)) [found, least] = [at, far];
        }
      }
    }
    return found;
  }
}

function boundsOf(x, y) {
  const ends = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [ends(x), ends(y)];
  return { low: [left, top], high: [right, bottom] };
}

/** Keep at most so many corners of a line, evenly along it. */
export function thinned(line, most) {
  if (line.length <= most) return line;
  return Array.from({ length: most }, (_, at) => line[Math.round((at * (line.length - 1)) / (most - 1))]);
}
