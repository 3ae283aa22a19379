"""Measure how long the what-if page takes from a drag to the moved bars.

Trains a model of 300 trees on made-up tracks of ten genres, opens the studio's page in
a headless Chromium, and moves a slider again and again. A turn ends when the frame
that shows the new bars has been handed over: two animation frames after the page says
which turn its bars show. The same for the waterfall, which is asked for after the bars.

    python benchmarks/what_if_latency.py [--turns 120] [--tracks 4000] [--trees 300]
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import socket
import statistics
import tempfile
import threading
import time
from pathlib import Path

import pandas as pd

CHROMIUM = "/usr/bin/chromium"
TOKEN = "a-token-for-the-benchmark-alone"  # noqa: S105 (of a studio that ends here)
N_GENRES = 10

# Moves one slider as a hand would, one event a turn, and waits for the paint.
MEASURE = """
async ({ turns, slider }) => {
  const range = document.querySelectorAll("input.range")[slider];
  const bars = document.getElementById("bars");
  const chart = document.getElementById("why-chart");
  const painted = () => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))));
  const until = (node, turn) => new Promise((done) => {
    const look = () => Number(node.dataset.turn) >= turn;
    if (look()) { done(); return; }
    const watch = new MutationObserver(() => {
      if (look()) { watch.disconnect(); done(); }
    });
    watch.observe(node, { attributes: true, childList: true });
  });
  const drags = [], charts = [];
  const low = Number(range.min), high = Number(range.max);
  for (let at = 0; at < turns; at += 1) {
    const share = 0.5 + 0.45 * Math.sin(at * 0.7);
    const began = performance.now();
    range.value = low + (high - low) * share;
    range.dispatchEvent(new Event("input", { bubbles: true }));
    const turn = Number(bars.dataset.asked);
    await until(bars, turn);
    drags.push(await painted() - began);
    await until(chart, turn);
    charts.push(await painted() - began);
    await new Promise((done) => setTimeout(done, 30));
  }
  return { drags, charts };
}
"""

# Events as fast as frames come, as in a real drag: how old is what a frame shows?
DRAG = """
async ({ frames, slider }) => {
  const range = document.querySelectorAll("input.range")[slider];
  const bars = document.getElementById("bars");
  const low = Number(range.min), high = Number(range.max);
  const sent = new Map(), ages = [];
  let last = Number(bars.dataset.turn);
  for (let at = 0; at < frames; at += 1) {
    const now = await new Promise((done) => requestAnimationFrame(done));
    range.value = low + (high - low) * (0.5 + 0.4 * Math.sin(at * 0.05));
    range.dispatchEvent(new Event("input", { bubbles: true }));
    const asked = Number(bars.dataset.asked);
    if (!sent.has(asked)) sent.set(asked, now);
    const seen = Number(bars.dataset.turn);
    if (seen > last) { ages.push(now - (sent.get(seen) ?? now)); last = seen; }
  }
  return { ages, shown: ages.length };
}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=120)
    parser.add_argument("--tracks", type=int, default=4000)
    parser.add_argument("--trees", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model_id = train(Path(folder), asked.tracks, asked.trees)
        with serving(Path(folder) / "data") as port:
            told = measure(port, model_id, asked.turns)
    print(json.dumps({"trees": asked.trees, "genres": N_GENRES, **told}, indent=2))


def train(folder: Path, n_tracks: int, n_trees: int) -> str:
    """Train on tracks of ten genres, and put the model into a data folder."""
    from genrelens.datasets.sample import write_sample
    from genrelens.server.keeping.store import Store, new_id
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training_for_pages import train_for_pages

    table = folder / "tracks.csv"
    write_sample(table, n_tracks, random_state=1)
    ten_genres(table)
    with Store(folder / "data") as store:
        made = new_id("model")
        output = store.models.place(made)
        request = TrainRequest(
            table=table, output=output, trees=n_trees, seed=1, is_quick=True
        )
        result = train_for_pages(request)
        n_genres = len(result.facts.evaluation.genres)
        if n_genres != N_GENRES:
            raise SystemExit(f"{n_genres} genres were learnt, not {N_GENRES}")
        digest = hashlib.sha256(result.files["model"].read_bytes()).hexdigest()
        store.models.add(made, "ten genres", sha256=digest, source="trained")
    return made


def ten_genres(table: Path) -> None:
    """Keep the tracks of the ten most frequent genres, as they are spelt."""
    frame = pd.read_csv(table, dtype="str", keep_default_na=False)
    column = next(name for name in frame.columns if "genre" in name.lower())
    frequent = frame[column].str.strip().str.lower().value_counts()
    kept = set(frequent.index[:N_GENRES])
    is_kept = frame[column].str.strip().str.lower().isin(kept)
    frame[is_kept].to_csv(table, index=False)


@contextlib.contextmanager
def serving(data: Path):
    """Serve the studio from a thread of this process."""
    import uvicorn

    from genrelens.server.app import create_app
    from genrelens.server.settings import Settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(Settings(data=data, port=port, token=TOKEN))
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise SystemExit("the studio did not start")
            time.sleep(0.05)
        yield port
    finally:
        server.should_exit = True
        thread.join()


def measure(port: int, model_id: str, n_turns: int) -> dict[str, object]:
    """Drag in a headless browser, and give the times in milliseconds."""
    from playwright.sync_api import sync_playwright

    address = f"http://127.0.0.1:{port}"
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/?token={TOKEN}")
        page.goto(f"{address}/models/{model_id}/what-if")
        page.wait_for_selector("#why-chart svg")
        page.evaluate(MEASURE, {"turns": 15, "slider": 1})
        told = page.evaluate(MEASURE, {"turns": n_turns, "slider": 1})
        drag = page.evaluate(DRAG, {"frames": 180, "slider": 2})
        browser.close()
    return {
        "processors": os.cpu_count(),
        "turns": n_turns,
        "drag_to_bars_ms": summary(told["drags"]),
        "drag_to_waterfall_ms": summary(told["charts"]),
        "age_of_bars_while_dragging_ms": summary(drag["ages"]),
        "frames_with_new_bars_of_180": drag["shown"],
    }


def summary(times: list[float]) -> dict[str, float]:
    """Give median, 95 % and largest."""
    ranked = sorted(times)
    return {
        "p50": round(statistics.median(ranked), 1),
        "p95": round(ranked[min(int(0.95 * len(ranked)), len(ranked) - 1)], 1),
        "max": round(ranked[-1], 1),
    }


if __name__ == "__main__":
    main()
