"""Time what exploring a collection costs: the map, filters, and frames while scrolling.

``python benchmarks/exploring.py map TABLE [--tracks 5000 20000] [--laid-out 8000]
[--umap]`` gives processor seconds and the share of true neighbours kept on maps of some
sizes, if wished with fewer tracks laid out one by one; ``filters TABLE`` keeps a small
model's collection, repeats its tracks up to 100,000 and times filters; ``frames ADDRESS
--token TOKEN`` scrolls the list of a running studio and tells the time between frames.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    maps = tasks.add_parser("map")
    maps.add_argument("table", type=Path)
    maps.add_argument("--tracks", type=int, nargs="+", default=[600, 5_000, 33_000])
    maps.add_argument("--laid-out", type=int, help="lay out so many; others between")
    maps.add_argument("--umap", action="store_true", help="if umap-learn is here")
    filters = tasks.add_parser("filters")
    filters.add_argument("table", type=Path)
    frames = tasks.add_parser("frames")
    frames.add_argument("address", help="of a model's page of all tracks")
    frames.add_argument("--token", required=True)
    given = parser.parse_args()
    if given.task == "map":
        time_maps(given.table, given.tracks, given.laid_out, with_umap=given.umap)
    elif given.task == "filters":
        time_filters(given.table)
    else:
        time_frames(given.address, given.token)


def time_maps(
    table: Path, sizes: list[int], most: int | None, *, with_umap: bool
) -> None:
    from genrelens.similarity import mapping
    from genrelens.similarity.space import find_space
    from genrelens.workflow.preparing import prepare
    from genrelens.workflow.requests import TableRequest

    if most is not None:
        mapping.MOST_LAID_OUT = most
    prepared = prepare(TableRequest(table=table))
    space = find_space(prepared.features, prepared.inputs)
    everything = space.place(prepared.inputs)
    start = time.process_time()
    mapping.make_map(everything.take(np.arange(12)), seed=0)
    print(f"library imported in {time.process_time() - start:.1f} s")
    for size in sizes:
        order = np.random.default_rng(0).permutation(len(prepared.inputs))
        placed = everything.take(np.sort(order[:size]))
        start = time.process_time()
        found = mapping.make_map(placed, seed=0)
        print(
            f"{len(placed.steps):,} tracks: {time.process_time() - start:.1f} s, keeps "
            f"{found.kept:.3f}, two axes {found.kept_by_axes:.3f} ({found.method})",
            flush=True,
        )
        if with_umap:
            time_umap(placed)


def time_umap(placed: object) -> None:
    try:
        import umap
    except ModuleNotFoundError:
        print("  umap: not timed, for umap-learn is not installed here", flush=True)
        return
    from genrelens.similarity import mapping
    from genrelens.similarity.space import STEPS

    start = time.process_time()
    places = umap.UMAP(random_state=0, n_jobs=1).fit_transform(placed.steps / STEPS)
    seconds = time.process_time() - start
    judged = np.arange(min(2_000, len(places)))
    kept = mapping.share_kept(placed, places.astype(float), judged)
    print(f"  umap: {seconds:.1f} s, keeps {kept:.3f}", flush=True)


def time_filters(table: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from genrelens.workflow.browsing.collection import open_collection
    from genrelens.workflow.browsing.filtering import TrackFilter, select_tracks
    from genrelens.workflow.browsing.keeping import keep_collection
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training import train_model

    with TemporaryDirectory() as name:
        folder = Path(name)
        request = TrainRequest(table=table, output=folder, trees=25, is_quick=True)
        result = train_model(request)
        kept = keep_collection(result, folder)
        few = pq.read_table(kept)
        rows = np.arange(1, 100_001)
        places = np.random.default_rng(0).integers(few.num_rows, size=len(rows))
        many = few.take(places).set_column(
            few.column_names.index("row"), "row", pa.array(rows)
        )
        pq.write_table(many.replace_schema_metadata(few.schema.metadata), kept)
        start = time.process_time()
        collection = open_collection(folder, result.model)
        print(f"opened in {time.process_time() - start:.2f} s")
        for wanted, sort in (
            (TrackFilter(), "row"),
            (TrackFilter(search="a e"), "name"),
            (TrackFilter(genre=collection.genres[:2], right=False), "-sure"),
        ):
            times = []
            for _ in range(11):
                start = time.perf_counter()
                found = select_tracks(collection, wanted, sort=sort)
                times.append(1000 * (time.perf_counter() - start))
            told = f"first {times[0]:.1f} ms, then {np.median(times[1:]):.1f} ms"
            print(f"{len(found):,} of 100,000 by {sort}: {told}")


def time_frames(address: str, token: str) -> None:
    from playwright.sync_api import sync_playwright

    measure = """() => new Promise((done) => {
      const grid = document.querySelector("[role=grid]");
      const times = [];
      let last = performance.now();
      const step = (now) => {
        times.push(now - last); last = now; grid.scrollTop += 400;
        if (times.length < 300) requestAnimationFrame(step); else done(times);
      };
      requestAnimationFrame(step);
    })"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        headers = {"Authorization": f"Bearer {token}"}
        page = browser.new_page(extra_http_headers=headers)
        page.goto(address)
        page.wait_for_selector("html[data-explored=true]")
        times = np.array(page.evaluate(measure)[1:])
        slow = np.quantile(times, 0.95)
        print(
            f"299 frames, 400 pixels each: median {np.median(times):.1f} ms, "
            f"95 % under {slow:.1f} ms, longest {times.max():.1f} ms"
        )
        browser.close()


if __name__ == "__main__":
    main()
