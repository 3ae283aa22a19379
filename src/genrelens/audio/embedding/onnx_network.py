"""Hear with a user's own network, given as an ONNX file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.audio.embedding.onnx_facts import NetworkFacts, read_facts
from genrelens.audio.embedding.onnx_file import metadata_of, read_onnx
from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["OnnxNetwork", "open_onnx"]

_MOST_COLUMNS = 4_096


def open_onnx(file: Path, *, threads: int = 1) -> OnnxNetwork:
    """Open a network, check that it reaches nowhere, and let it hear silence once.

    Parameters
    ----------
    file : pathlib.Path
        An ONNX model with one input of single precision: the samples of one
        channel, of shape (n_samples,) or (1, n_samples).
    threads : int, default 1
        Most threads it may use.

    Raises
    ------
    InputError
        If onnxruntime is not installed, or the file or what it says of itself
        cannot be used.
    """
    content = read_onnx(file)
    facts = read_facts(file, metadata_of(content))
    session = _start(file, content, threads)
    return OnnxNetwork(file.name, facts, session, content)


class OnnxNetwork:
    """A network of the user's own; see `genrelens.audio.embedding.hearing.Network`.

    Parameters
    ----------
    file : str
        Name of its file, for messages.
    facts : NetworkFacts
        What it says of itself.
    session : onnxruntime.InferenceSession
        The network, ready to run.
    content : bytes
        Its file.
    """

    def __init__(
        self,
        file: str,
        facts: NetworkFacts,
        session: Any,  # noqa: ANN401 (onnxruntime carries no types)
        content: bytes,
    ) -> None:
        self._file, self._facts, self._session = file, facts, session
        self.name = facts.name
        self.rate = facts.rate
        stated = json.dumps(asdict(facts), sort_keys=True).encode()
        self.digest = hashlib.sha256(content + stated).hexdigest()
        self._input, self._n_axes = _only_input(file, session)
        n_tried = round((facts.window_seconds or 1.0) * facts.rate)
        n_columns = len(self._row(np.zeros(n_tried, dtype=np.float32)))
        self.columns = facts.columns or tuple(
            f"{facts.name}_{place:0{len(str(n_columns))}d}"
            for place in range(1, n_columns + 1)
        )
        if n_columns != len(self.columns) or n_columns > _MOST_COLUMNS:
            raise _refused(
                file,
                f"it gives {n_columns:,} numbers, but {len(self.columns):,} columns "
                f"are named; at most {_MOST_COLUMNS:,} are kept",
            )

    def hear(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give one row: the mean over the windows of the stretch.

        Parameters
        ----------
        samples : ndarray of float32, shape (n_samples,)
            One channel at `rate`, finite, at least one sample.

        Returns
        -------
        ndarray of float32, shape (n_columns,)
            In the order of `columns`.

        Raises
        ------
        InputError
            If there is no sample, one is not finite, or the network fails or gives
            numbers that are not finite.
        """
        if samples.ndim != 1 or len(samples) == 0 or not np.isfinite(samples).all():
            raise InputError(
                f"The network '{self.name}' hears one channel with at least one "
                f"sample, all finite, but was given samples of shape {samples.shape}, "
                f"{int((~np.isfinite(samples)).sum()):,} of them not finite."
            )
        rows = [self._row(window) for window in self._windows(samples)]
        if {len(row) for row in rows} != {len(self.columns)}:
            raise _refused(self._file, "it gives another number of columns each time")
        mean: NDArray[np.float64] = np.mean(rows, axis=0, dtype=np.float64)
        return mean.astype(np.float32)

    def _windows(self, samples: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        """Cut windows that do not overlap; a short stretch is repeated."""
        if self._facts.window_seconds is None:
            yield samples
            return
        n_window = round(self._facts.window_seconds * self.rate)
        if len(samples) < n_window:
            samples = np.resize(samples, n_window)
        for start in range(0, len(samples) - n_window + 1, n_window):
            yield samples[start : start + n_window]

    def _row(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run the network once; axes before the last are averaged."""
        shaped = samples if self._n_axes == 1 else samples[np.newaxis]
        given = np.ascontiguousarray(shaped, dtype=np.float32)
        try:
            found = self._session.run(None, {self._input: given})[0]
        except _faults() as error:
            raise _refused(
                self._file, f"it failed ({printable(error, limit=200)})"
            ) from error
        values = np.asarray(found)
        if values.dtype.kind != "f" or values.size == 0:
            raise _refused(self._file, "its first output is not of real numbers")
        row = values.reshape(-1, values.shape[-1] if values.ndim else 1).mean(axis=0)
        if not np.isfinite(row).all():
            raise _refused(self._file, "it gives numbers that are not finite")
        return np.asarray(row, dtype=np.float32)


def _start(file: Path, content: bytes, threads: int) -> Any:  # noqa: ANN401
    """Start onnxruntime on this processor, from memory, without other files."""
    try:
        import onnxruntime
    except ImportError as error:
        raise InputError(
            f"File '{printable(file, limit=200)}' is a network in ONNX format, which "
            f"needs onnxruntime, and it is not installed. Install it with: "
            f'pip install "genrelens[onnx]"'
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(
            content, sess_options=options, providers=["CPUExecutionProvider"]
        )
    except _faults() as error:
        raise _refused(
            file.name, f"onnxruntime refuses it ({printable(error, limit=200)})"
        ) from error


def _only_input(file: str, session: Any) -> tuple[str, int]:  # noqa: ANN401
    inputs = session.get_inputs()
    shapes = [(each.type, len(each.shape)) for each in inputs]
    if shapes not in ([("tensor(float)", 1)], [("tensor(float)", 2)]):
        told = ", ".join(f"{kind} of {n_axes} axes" for kind, n_axes in shapes)
        raise _refused(
            file,
            f"its inputs are {told or 'none'}, and must be one of single precision: "
            f"samples of shape (n_samples,) or (1, n_samples)",
        )
    return inputs[0].name, shapes[0][1]


def _faults() -> tuple[type[Exception], ...]:
    """Give the errors of onnxruntime, which have no ancestor of their own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = (
        "EPFail",
        "Fail",
        "InvalidArgument",
        "InvalidGraph",
        "InvalidProtobuf",
        "NoModel",
        "NotImplemented",
        "RuntimeException",
    )
    return tuple(getattr(state, name) for name in names)


def _refused(file: str, found: str) -> InputError:
    return InputError(
        f"File '{printable(file, limit=200)}': {found}. Use another network, or "
        f"export this one anew."
    )
