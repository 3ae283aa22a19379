"""How long until a model's page can be read: the studio against explainerdashboard.

Both are started anew, each on what it kept of a forest of the same size that was grown
before, on the same table of 10 genres, and the time runs from the start of the process
to a page painted in Chromium:

- explainerdashboard, as its guide says, with 200 rows: its first page, which shows a
  classifier's importances, scores and contributions;
- the studio's page of the same kind: the model's report, with scores, confusion,
  importances and Shapley values of all rows. The model was trained through the studio
  itself: the table was uploaded and trained on, then the server was stopped;
- besides, the studio's what-if page, for which the model is loaded.

The peer has an environment of its own that is made at the first run from
``requirements/dashboard-peer.in``.

Usage: python benchmarks/first_useful_page.py [--trees 300] [--tracks 6000]
           [--peer .venv-dashboard] [--without-peer] [--times 3]
           [--chromium /usr/bin/chromium]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright
from serving import TOKEN, ask, draw_table, free_port, serving

HERE = Path(__file__).parent
ROOT = HERE.parent
PARTS = HERE / "serving_peers"
LEAF, N_ROWS, MOST_SECONDS = "3", "200", 900.0
MOST_TRAINING_SECONDS = 3_600.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
REPORT = tuple(
    f"#{part} svg:visible" for part in ("scores", "confusion", "importance", "shapley")
)
WHAT_IF = ("#bars b",)
DASHBOARD = (".js-plotly-plot",)


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = draw_table(asked.tracks, folder / "tracks.csv")
        data = folder / "data"
        model = train_in_the_studio(table, data, asked.trees)
        load = os.getloadavg()[0]
        print(
            f"{os.cpu_count()} processors, load {load:.1f} before; {asked.trees} trees "
            f"on {asked.tracks:,} tracks of 10 genres; seconds from a cold start:"
        )
        serve = [sys.executable, "-m", "genrelens", "serve", "--no-browser"]
        serve += ["--data", str(data), "--port"]
        report = measure(serve, f"/models/{model}?token={TOKEN}", REPORT, asked)
        tell("studio, report page", report)
        what_if = f"/models/{model}/what-if?token={TOKEN}"
        tell("studio, what-if page", measure(serve, what_if, WHAT_IF, asked))
        if asked.without_peer:
            return
        python = peer_python(asked.peer)
        forest = folder / "forest.joblib"
        grow = [str(python), str(PARTS / "grow.py"), str(table), "genre"]
        subprocess.run([*grow, str(asked.trees), LEAF, str(forest)], check=True)
        dashboard = [str(python), str(PARTS / "dashboard.py"), str(forest), str(table)]
        theirs = [first_page([*dashboard, N_ROWS], "/", DASHBOARD, asked.chromium)]
        tell(f"explainerdashboard, {N_ROWS} rows", theirs)
        print(f"{theirs[0] / statistics.median(report):.1f} x faster, first page")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument("--tracks", type=int, default=6_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peer", type=Path, default=ROOT / ".venv-dashboard")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    return parser.parse_args()


def train_in_the_studio(table: Path, data: Path, n_trees: int) -> str:
    """Upload a table and train on it as a reader would; give the model's id."""
    command = [sys.executable, "-m", "genrelens", "serve", "--no-browser"]
    command += ["--data", str(data), "--port"]
    with serving(lambda port: [*command, str(port)], "/api/v1/health/ready") as server:
        address = f"/api/v1/tables?name={table.name}"
        brought = ask(server.port, address, table.read_bytes())
        wait_for(server.port, brought["job"]["id"])
        order = {"kind": "train", "table": brought["table"]["id"]}
        order["options"] = {"trees": n_trees}
        job = ask(server.port, "/api/v1/jobs", json.dumps(order).encode())
        return str(wait_for(server.port, job["id"])["model"])


def wait_for(port: int, job: str) -> dict:
    """Wait until a job has ended well."""
    until = time.monotonic() + MOST_TRAINING_SECONDS
    while time.monotonic() < until:
        told = ask(port, f"/api/v1/jobs/{job}")
        if told["state"] == "done":
            return told
        if told["state"] not in {"queued", "running"}:
            sys.exit(f"The job ended as {told['state']}: {told['error']}")
        time.sleep(0.2)
    sys.exit("The job took too long.")


def measure(
    command: list[str], path: str, painted: tuple[str, ...], asked: argparse.Namespace
) -> list[float]:
    return [
        first_page(command, path, painted, asked.chromium) for _ in range(asked.times)
    ]


def tell(what: str, seconds: list[float]) -> None:
    print(f"{what:>30}: {', '.join(f'{each:.2f}' for each in seconds)}")


def first_page(
    command: list[str], path: str, painted: tuple[str, ...], chromium: str
) -> float:
    """Start a server; give seconds until all of `painted` is drawn in a browser."""
    port = free_port()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(port)],
            env={**os.environ, "GENRELENS_TOKEN": TOKEN},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            go(page, f"http://127.0.0.1:{port}{path}", process)
            for selector in painted:
                page.wait_for_selector(selector, timeout=1e3 * MOST_SECONDS)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            return time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            browser.close()


def go(page, address: str, process: subprocess.Popen) -> None:
    """Open the address as soon as the server takes connections."""
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"The server ended with code {process.returncode}.")
        try:
            page.goto(address, wait_until="commit")
        except Error:
            time.sleep(0.02)
        else:
            return
    sys.exit("The server did not answer.")


def peer_python(venv: Path) -> Path:
    python = venv.resolve() / "bin" / "python"
    if not python.is_file():
        print(f"Making {venv.name} for the peer, once …")
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        needs = ROOT / "requirements" / "dashboard-peer.in"
        pip = [str(python), "-m", "pip", "install", "-q", "-r", str(needs)]
        subprocess.run(pip, check=True)
    return python


if __name__ == "__main__":
    main()
