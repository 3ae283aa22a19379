"""Ask a server on this machine the same thing from many connections, and time it.

The client writes prepared bytes on open connections and reads answers by their
content length, so that it costs a small part of what any server does. It runs in a
process of its own: ``python load.py HOST PORT REQUEST_FILE CLIENTS SECONDS``, and
prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any


async def ask_again_and_again(
    host: str, port: int, request: bytes, until: float, found: dict[str, list[Any]]
) -> None:
    """Hold one connection open, one request after the other."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_content_length(head))
            found["seconds"].append(time.perf_counter() - began)
            if not head.startswith(b"HTTP/1.1 200"):
                found["errors"].append(head.split(b"\r\n", 1)[0].decode("latin-1"))
    except (OSError, EOFError) as error:
        found["errors"].append(repr(error))
    finally:
        writer.close()


def _content_length(head: bytes) -> int:
    low = head.lower()
    start = low.index(b"content-length:") + len(b"content-length:")
    return int(low[start : low.index(b"\r\n", start)])


async def load(
    host: str, port: int, request: bytes, n_clients: int, seconds: float
) -> dict[str, Any]:
    """Ask from so many connections for so long; give counts and quantiles."""
    found: dict[str, list[Any]] = {"seconds": [], "errors": []}
    began = time.perf_counter()
    until = began + seconds
    await asyncio.gather(
        *(
            ask_again_and_again(host, port, request, until, found)
            for _ in range(n_clients)
        )
    )
    took = time.perf_counter() - began
    times = sorted(found["seconds"])
    return {
        "n_requests": len(times),
        "n_errors": len(found["errors"]),
        "first_error": found["errors"][0] if found["errors"] else "",
        "per_second": len(times) / took,
        "p50_ms": 1e3 * times[len(times) // 2] if times else None,
        "p99_ms": 1e3 * times[int(len(times) * 0.99)] if times else None,
        "max_ms": 1e3 * times[-1] if times else None,
        "client_cpu_s": time.process_time(),
    }


def main() -> None:
    host, port, file, n_clients, seconds = sys.argv[1:]
    request = Path(file).read_bytes()
    asked = load(host, int(port), request, int(n_clients), float(seconds))
    print(json.dumps(asyncio.run(asked)))


if __name__ == "__main__":
    main()
