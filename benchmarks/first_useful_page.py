"""How long until a model's page can be read: the studio against explainerdashboard.

Both start from a forest of the same size that was grown and kept before, and show it
with 200 rows of 10 genres: the time runs from the start of the process to a page with
the model's numbers painted in Chromium. explainerdashboard runs as its guide says, in
an environment of its own that is made at the first run from
``requirements/dashboard-peer.in``.

Usage: python benchmarks/first_useful_page.py [--trees 300] [--tracks 6000]
           [--peer .venv-dashboard] [--times 3] [--chromium /usr/bin/chromium]
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Error, sync_playwright
from serving import TOKEN, ask, draw_table, free_port, studio, train_ours

HERE = Path(__file__).parent
ROOT = HERE.parent
PARTS = HERE / "serving_peers"
LEAF, N_ROWS, MOST_SECONDS = "3", "200", 900.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument("--tracks", type=int, default=6_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--peer", type=Path, default=ROOT / ".venv-dashboard")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = draw_table(asked.tracks, folder / "tracks.csv")
        model = train_ours(table, folder / "ours", asked.trees)
        with studio(folder / "data", model) as server:  # bring the model, once
            (here,) = ask(server.port, "/api/v1/models")["items"]
        python = peer_python(asked.peer)
        forest = folder / "forest.joblib"
        grow = [str(python), str(PARTS / "grow.py"), str(table), "genre"]
        subprocess.run([*grow, str(asked.trees), LEAF, str(forest)], check=True)
        dashboard = [str(python), str(PARTS / "dashboard.py"), str(forest), str(table)]
        serve = [sys.executable, "-m", "genrelens", "serve", "--no-browser"]
        serve += ["--data", str(folder / "data"), "--port"]
        path = f"/models/{here['id']}/what-if?token={TOKEN}"
        ours = [
            first_page(serve, path, "#bars b", asked.chromium)
            for _ in range(asked.times)
        ]
        theirs = first_page(
            [*dashboard, N_ROWS], "/", ".js-plotly-plot", asked.chromium
        )
    print(
        f"{os.cpu_count()} processors, {asked.trees} trees, 10 genres; "
        f"explainerdashboard with {N_ROWS} rows: {theirs:.1f} s; studio, what-if page: "
        f"{', '.join(f'{seconds:.2f} s' for seconds in ours)}; "
        f"{theirs / sorted(ours)[len(ours) // 2]:.1f} x faster (median)"
    )


def first_page(command: list[str], path: str, painted: str, chromium: str) -> float:
    """Start a server and a browser; give seconds until `painted` can be seen."""
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
            page.wait_for_selector(painted, timeout=1e3 * MOST_SECONDS)
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
