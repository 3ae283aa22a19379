"""How fast the studio serves predictions, beside the usual service and MLServer.

All servers stand on this machine alone, one after the other, with forests of one size
grown on one made-up table of 10 genres; one client process asks all of them the same
way. The studio answers with calibrated probabilities, decisions and warnings, the
peers with the forest's probabilities alone; that is not subtracted.

Measured: one-track JSON from many clients, alone and while a training runs; Parquet
batches from file to file. The peers live in an environment of their own, which is made
at the first run from ``requirements/serving-peers.in``.

Usage: python benchmarks/serving.py [--seconds 20] [--clients 16] [--trees 300]
           [--tracks 6000] [--rows 200000] [--peers .venv-serving] [--without-peers]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
ROOT = HERE.parent
PARTS = HERE / "serving_peers"
TOKEN = "a-token-of-the-benchmark-that-nobody-guesses"  # noqa: S105 (opens nothing but this)
MOST_SECONDS, MOST_CLIENTS, MOST_ROWS = 150, 64, 2_000_000
GENRES = 10
LEAF = 3
WAIT_SECONDS = 120.0
NAMES = (
    *("danceability", "energy", "speechiness", "acousticness", "instrumentalness"),
    *("liveness", "valence", "tempo", "loudness", "duration_ms", "popularity", "key"),
    "mode",
)


@dataclass(frozen=True)
class Server:
    """A process that serves, and where."""

    process: subprocess.Popen
    port: int

    def cpu_seconds(self) -> float:
        """Processor time of the process and of all that it started."""
        return sum(_cpu_seconds(pid) for pid in _family(self.process.pid))


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = draw_table(asked.tracks, folder / "tracks.csv")
        model = train_ours(table, folder / "ours", asked.trees)
        tell_conditions(asked, model)
        measured = measure_ours(asked, folder, table, model)
        if not asked.without_peers:
            measured |= measure_peers(asked, folder, table)
    for name, found in measured.items():
        print(f"{name:>34}: {in_words(found)}")
    tell_ratios(measured)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--trees", type=int, default=300)
    parser.add_argument("--tracks", type=int, default=6_000)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-serving")
    parser.add_argument("--without-peers", action="store_true")
    asked = parser.parse_args()
    asked.seconds = min(asked.seconds, MOST_SECONDS)
    asked.clients = min(asked.clients, MOST_CLIENTS)
    asked.rows = min(asked.rows, MOST_ROWS)
    return asked


def draw_table(n_tracks: int, path: Path) -> Path:
    """Draw tracks of ten overlapping genres, every attribute a plain number."""
    rng = np.random.default_rng(11)
    genre = rng.integers(0, GENRES, n_tracks)
    middles = rng.uniform(0.25, 0.75, (GENRES, len(NAMES)))
    cells = rng.normal(middles[genre], 0.14).clip(0, 1)
    frame = pd.DataFrame(cells, columns=list(NAMES)).round(4)
    frame["tempo"] = (60 + 120 * frame["tempo"]).round(2)
    frame["loudness"] = (-30 + 28 * frame["loudness"]).round(2)
    frame["duration_ms"] = (120_000 + 240_000 * frame["duration_ms"]).round()
    frame["popularity"] = (100 * frame["popularity"]).round()
    frame["key"] = (11 * frame["key"]).round()
    frame["mode"] = (frame["mode"] > 0.5).astype(int)
    frame["artist"] = [f"Artist {number}" for number in rng.integers(0, 800, n_tracks)]
    frame["genre"] = [f"genre {number}" for number in genre]
    frame.to_csv(path, index=False)
    return path


def train_ours(table: Path, output: Path, n_trees: int) -> Path:
    command = [
        sys.executable, "-m", "genrelens", "train", str(table), "--trees", str(n_trees),
        "--output", str(output), "--explain-tracks", "10",
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return output / "model.genrelens"


def tell_conditions(asked: argparse.Namespace, model: Path) -> None:
    load = os.getloadavg()[0]
    print(
        f"{os.cpu_count()} processors, Python {platform.python_version()}, load "
        f"{load:.1f} before; {asked.trees} trees on {asked.tracks:,} tracks of "
        f"{GENRES} genres and {len(NAMES)} attributes (model {model.stat().st_size:,} "
        f"bytes); {asked.clients} clients for {asked.seconds:g} s each"
    )


def measure_ours(
    asked: argparse.Namespace, folder: Path, table: Path, model: Path
) -> dict[str, dict[str, Any]]:
    track = one_track(table)
    measured = {}
    with studio(folder / "data", model) as server:
        (here,) = ask(server.port, "/api/v1/models")["items"]
        address = f"/api/v1/models/{here['id']}"
        body = json.dumps({"tracks": [track]}).encode()
        request = request_bytes(server.port, f"{address}/predict", body, token=True)
        by_v2 = v2_body([track])
        ask(server.port, f"{address}/predict", body)
        measured["studio"] = loaded(server, request, folder, asked)
        measured["studio, Open Inference"] = loaded(
            server,
            request_bytes(
                server.port, f"/v2/models/{here['id']}/infer", by_v2, token=True
            ),
            folder,
            asked,
        )
        measured["studio, Parquet batch"] = batch(server, address, table, asked.rows)
        measured["studio, while a training runs"] = while_training(
            server, request, folder, asked
        )
    return measured


def measure_peers(
    asked: argparse.Namespace, folder: Path, table: Path
) -> dict[str, dict[str, Any]]:
    python = peers_python(asked.peers)
    forest = folder / "forest.joblib"
    grow = [str(python), str(PARTS / "grow.py"), str(table), "genre"]
    subprocess.run([*grow, str(asked.trees), str(LEAF), str(forest)], check=True)
    row = list(one_track(table).values())
    measured = {}
    plain = [str(python), str(PARTS / "plain_service.py"), str(forest)]
    with serving(lambda port: [*plain, str(port)], "/docs") as server:
        body = json.dumps({"tracks": [row]}).encode()
        request = request_bytes(server.port, "/predict", body)
        measured["FastAPI + scikit-learn"] = loaded(server, request, folder, asked)
    settings = mlserver_folder(folder / "mlserver", forest)
    mlserver = [str(python.parent / "mlserver"), "start", str(settings)]

    def start(port: int) -> list[str]:
        write_mlserver_port(settings, port)
        return mlserver

    with serving(start, "/v2/health/ready") as server:
        request = request_bytes(server.port, "/v2/models/forest/infer", v2_matrix(row))
        measured["MLServer, scikit-learn"] = loaded(server, request, folder, asked)
    return measured


@contextmanager
def studio(data: Path, model: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "genrelens", "serve", "--no-browser"]
    command += ["--data", str(data), "--model", str(model), "--port"]
    with serving(lambda port: [*command, str(port)], "/api/v1/health/ready") as server:
        yield server


@contextmanager
def serving(command: Any, ready: str) -> Iterator[Server]:
    """Run a server on a free port until it answers; end it at the end."""
    port = free_port()
    process = subprocess.Popen(
        command(port),
        env={**os.environ, "GENRELENS_TOKEN": TOKEN},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(process, port, ready)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(process: subprocess.Popen, port: int, path: str) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"The server ended with code {process.returncode}.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"The server did not answer within {WAIT_SECONDS:g} s.")


def loaded(
    server: Server, request: bytes, folder: Path, asked: argparse.Namespace
) -> dict[str, Any]:
    """Ask from many clients; the first second warms up and is not counted."""
    file = folder / "request.bin"
    file.write_bytes(request)
    client = [sys.executable, str(PARTS / "load.py"), "127.0.0.1", str(server.port)]
    client += [str(file), str(asked.clients)]
    subprocess.run([*client, "1"], check=True, stdout=subprocess.DEVNULL)
    before = server.cpu_seconds()
    done = subprocess.run(
        [*client, str(asked.seconds)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    found["server_cpu_us"] = 1e6 * (server.cpu_seconds() - before)
    found["server_cpu_us"] /= max(found["n_requests"], 1)
    return found


def batch(server: Server, address: str, table: Path, n_rows: int) -> dict[str, Any]:
    """Send a Parquet file of so many rows, and take the answers, three times."""
    frame = pd.read_csv(table).drop(columns="genre")
    rows = np.random.default_rng(0).integers(0, len(frame), n_rows)
    frame = frame.iloc[rows].reset_index(drop=True)
    file = table.parent / "rows.parquet"
    frame.to_parquet(file, index=False)
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        answer = ask(server.port, f"{address}/predict.parquet", file.read_bytes())
        seconds.append(time.perf_counter() - began)
    return {"rows_per_second": n_rows / min(seconds), "seconds": min(seconds),
            "n_bytes": len(answer), "n_rows": n_rows}  # fmt: skip


def while_training(
    server: Server, request: bytes, folder: Path, asked: argparse.Namespace
) -> dict[str, Any]:
    """Load the server while it trains on its sample, and see that it trained."""
    brought = ask(server.port, "/api/v1/tables/sample", b"{}")
    wait_for_job(server.port, brought["job"]["id"], {"done"})
    order = json.dumps({"kind": "train", "table": brought["table"]["id"]}).encode()
    job = ask(server.port, "/api/v1/jobs", order)
    wait_for_job(server.port, job["id"], {"running"})
    found = loaded(server, request, folder, asked)
    state = ask(server.port, f"/api/v1/jobs/{job['id']}")["state"]
    found["note"] = f"the training was {state} at the end"
    ask(server.port, f"/api/v1/jobs/{job['id']}/cancel", b"{}")
    return found


def wait_for_job(port: int, job: str, states: set[str]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        state = ask(port, f"/api/v1/jobs/{job}")["state"]
        if state in states:
            return
        if state in {"failed", "cancelled"}:
            sys.exit(f"The job {state}.")
        time.sleep(0.1)
    sys.exit("The job took too long.")


def one_track(table: Path) -> dict[str, float]:
    row = pd.read_csv(table, nrows=1).iloc[0]
    return {name: float(row[name]) for name in NAMES}


def v2_body(tracks: list[dict[str, float]]) -> bytes:
    inputs = [
        {"name": name, "shape": [len(tracks)], "datatype": "FP64",
         "data": [track[name] for track in tracks]}
        for name in NAMES
    ]  # fmt: skip
    for each in inputs:
        if each["name"] == "mode":
            each["datatype"], each["data"] = "BOOL", [bool(v) for v in each["data"]]
    return json.dumps({"inputs": inputs}).encode()


def v2_matrix(row: list[float]) -> bytes:
    tensor = {"name": "predict", "shape": [1, len(row)], "datatype": "FP64"}
    outputs = [{"name": "predict_proba"}]
    return json.dumps(
        {"inputs": [{**tensor, "data": row}], "outputs": outputs}
    ).encode()


def request_bytes(port: int, path: str, body: bytes, *, token: bool = False) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"X-Genrelens-Token: {TOKEN}"] if token else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(port: int, path: str, body: bytes | None = None) -> Any:
    is_table = path.endswith(".parquet")
    kind = "application/octet-stream" if is_table else "application/json"
    headers = {"X-Genrelens-Token": TOKEN, "Content-Type": kind}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", data=body, headers=headers
    )
    with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:  # noqa: S310
        content = answer.read()
    return content if is_table else json.loads(content)


def peers_python(venv: Path) -> Path:
    """Give the peers' Python; make their environment where there is none."""
    python = venv.resolve() / "bin" / "python"
    if not python.is_file():
        print(f"Making {venv.name} for the peers, once …")
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        needs = ROOT / "requirements" / "serving-peers.in"
        pip = [str(python), "-m", "pip", "install", "-q", "-r", str(needs)]
        subprocess.run(pip, check=True)
    return python


def mlserver_folder(folder: Path, forest: Path) -> Path:
    folder.mkdir()
    settings = {
        "name": "forest",
        "implementation": "mlserver_sklearn.SKLearnModel",
        "parameters": {"uri": str(forest), "version": "1"},
    }
    (folder / "model-settings.json").write_text(json.dumps(settings))
    return folder


def write_mlserver_port(folder: Path, port: int) -> None:
    settings = {
        "host": "127.0.0.1",
        "http_port": port,
        "grpc_port": free_port(),
        "metrics_port": free_port(),
        "parallel_workers": 0,
        "debug": False,
    }
    (folder / "settings.json").write_text(json.dumps(settings))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in _family(int(child)))]


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_words(found: dict[str, Any]) -> str:
    if "rows_per_second" in found:
        return (
            f"{found['rows_per_second']:8,.0f} tracks/s ({found['n_rows']:,} rows in "
            f"{found['seconds']:.2f} s, best of 3)"
        )
    note = f"; {found['note']}" if "note" in found else ""
    error = f" ({found['first_error']})" if found["n_errors"] else ""
    return (
        f"{found['per_second']:8,.0f} requests/s, p50 {found['p50_ms']:.1f} ms, p99 "
        f"{found['p99_ms']:.1f} ms, max {found['max_ms']:.1f} ms, "
        f"{found['n_errors']} errors{error}, {found['server_cpu_us']:,.0f} µs CPU of "
        f"the server a request{note}"
    )


def tell_ratios(measured: dict[str, dict[str, Any]]) -> None:
    ours = measured["studio"]
    for name in ("FastAPI + scikit-learn", "MLServer, scikit-learn"):
        if name in measured:
            theirs = measured[name]
            print(
                f"studio / {name}: {ours['per_second'] / theirs['per_second']:.1f} x "
                f"requests/s, p99 {theirs['p99_ms'] / ours['p99_ms']:.1f} x shorter"
            )


if __name__ == "__main__":
    main()
