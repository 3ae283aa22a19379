"""Time the network of tags against onnxruntime and plain NumPy, in one run.

Ten windows of three seconds of noise (30 s), one thread, processor time, the best of
several; the mel picture is made once before. onnxruntime gets the same network as a
graph, built here from the same weights. Run from the root::

    python benchmarks/sound/music_tags_speed.py
"""

from __future__ import annotations

import argparse
import resource
from time import process_time

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from threadpoolctl import threadpool_limits

from genrelens.audio.music_tags.mel import log_mel
from genrelens.audio.music_tags.network import MusicTagsNetwork, windows_of
from genrelens.audio.music_tags.storing import load_weights
from genrelens.places import networks_folder

EPSILON = 1e-3
PARTS = ("gamma", "beta", "moving_mean", "moving_variance")
TEMPORAL = {2: 128, 3: 64, 4: 32}


def named(kind: str, number: int) -> str:
    return f"{kind}_{number}" if number else kind


def build_graph(arrays):
    """Give onnxruntime's session of the same network."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    nodes, initial = [], []

    def constant(name, values):
        values = np.ascontiguousarray(values)
        initial.append(numpy_helper.from_array(values, name))
        return name

    def add(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def norm(number, given, output):
        name = named("batch_normalization", number)
        parts = [constant(f"{name}/{part}", arrays[f"{name}/{part}"]) for part in PARTS]
        return add("BatchNormalization", [given, *parts], output, epsilon=EPSILON)

    def convolve(number, given, kernel, pads):
        name = named("conv2d", number)
        weights = [
            constant(f"{name}/k", kernel),
            constant(f"{name}/b", arrays[f"{name}/bias"]),
        ]
        raw = add("Conv", [given, *weights], f"{name}/raw", pads=pads)
        return norm(number + 1, add("Relu", [raw], f"{name}/pos"), f"{name}/out")

    picture = norm(0, "x", "scaled")
    tops = []
    for number in range(5):
        taps = TEMPORAL.get(number, 7)
        before = (taps - 1) // 2
        kernel = arrays[f"{named('conv2d', number)}/kernel"].transpose(3, 2, 0, 1)
        found = convolve(number, picture, kernel, [before, 0, taps - 1 - before, 0])
        axis = constant(f"axis{number}", np.array([3]))
        tops.append(add("ReduceMax", [found, axis], f"top{number}", keepdims=1))
    features = [add("Concat", tops, "front", axis=1)]
    for number in (5, 6, 7):
        kernel = arrays[f"conv2d_{number}/kernel"][:, :, 0].transpose(2, 1, 0)
        found = convolve(number, features[-1], kernel[..., np.newaxis], [3, 0, 3, 0])
        if number > 5:
            found = add("Add", [found, features[-1]], f"sum{number}")
        features.append(found)
    every = add("Concat", features, "every", axis=1)
    flat = add("Squeeze", [every, constant("last", np.array([3]))], "flat")
    time = constant("time", np.array([2]))
    most = add("ReduceMax", [flat, time], "most", keepdims=1)
    mean = add("ReduceMean", [flat, time], "mean", keepdims=1)
    pooled = add("Flatten", [add("Concat", [most, mean], "both", axis=2)], "pooled")

    def dense(name, given, output):
        weights = [
            constant(f"{name}/{part}", arrays[f"{name}/{part}"])
            for part in ("kernel", "bias")
        ]
        return add("Gemm", [given, *weights], output)

    hidden = add("Relu", [dense("dense", norm(9, pooled, "n9"), "d")], "hidden")
    add("Sigmoid", [dense("dense_1", norm(10, hidden, "n10"), "d1")], "y")
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, 187, 96])]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 50])]
    graph = helper.make_graph(nodes, "music_tags", inputs, outputs, initial)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 9
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


class PlainNetwork:
    """The published arithmetic in single precision: a strip for every place."""

    def __init__(self, arrays) -> None:
        self.arrays = arrays

    def norm(self, number, values):
        """Normalise, after filters or before a dense layer."""
        name = named("batch_normalization", number)
        gamma, beta, mean, variance = (self.arrays[f"{name}/{part}"] for part in PARTS)
        scale = gamma / np.sqrt(variance + np.float32(EPSILON))
        return values * scale + (beta - mean * scale)

    def convolve(self, number, image, before, after):
        """Give (n_frames, n_places, n_filters)."""
        name = named("conv2d", number)
        kernel = self.arrays[f"{name}/kernel"]
        strips = sliding_window_view(
            np.pad(image, ((before, after), (0, 0))), kernel.shape[:2]
        )
        answers = strips.reshape(-1, kernel[..., 0].size) @ kernel.reshape(
            -1, kernel.shape[-1]
        )
        answers = np.maximum(answers + self.arrays[f"{name}/bias"], 0)
        return self.norm(number + 1, answers).reshape(*strips.shape[:2], -1)

    def hear_window(self, picture):
        """Give the fifty tags of one window."""
        image = self.norm(0, picture)
        parts = [self.convolve(number, image, 3, 3) for number in (0, 1)]
        for number, taps in TEMPORAL.items():
            before = (taps - 1) // 2
            parts.append(self.convolve(number, image, before, taps - 1 - before))
        features = [np.concatenate([part.max(axis=1) for part in parts], axis=1)]
        for number in (5, 6, 7):
            found = self.convolve(number, features[-1], 3, 3)[:, 0]
            features.append(found + features[-1] if number > 5 else found)
        every = np.concatenate(features, axis=1)
        pooled = np.stack([every.max(axis=0), every.mean(axis=0)], axis=1).ravel()
        dense, last = (
            (self.arrays[f"{name}/kernel"], self.arrays[f"{name}/bias"])
            for name in ("dense", "dense_1")
        )
        hidden = np.maximum(self.norm(9, pooled) @ dense[0] + dense[1], 0)
        return 1 / (1 + np.exp(-(self.norm(10, hidden) @ last[0] + last[1])))


def best(act, n_times: int) -> float:
    act()
    seconds = []
    for _ in range(n_times):
        start = process_time()
        act()
        seconds.append(process_time() - start)
    return min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=7)
    chosen = parser.parse_args()
    weights = load_weights(networks_folder() / "music-tags")
    ours = MusicTagsNetwork(weights.arrays, digest=weights.digest)
    sound = np.random.default_rng(0).normal(0, 0.3, 480_000).astype(np.float32)
    windows = windows_of(log_mel(sound))
    ours.hear(sound)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"whole process after hearing once: {memory:.0f} MB at most")
    session = build_graph(weights.arrays)
    plain = PlainNetwork(weights.arrays)
    acts = {
        "ours": lambda: ours.hear_windows(windows),
        "onnxruntime": lambda: session.run(None, {"x": windows[:, np.newaxis]})[0],
        "plain NumPy": lambda: np.stack([plain.hear_window(each) for each in windows]),
        "ours, from samples": lambda: ours.hear(sound),
    }
    with threadpool_limits(1):
        answers = [acts[name]() for name in ("ours", "onnxruntime", "plain NumPy")]
        for name, other in zip(
            ("onnxruntime", "plain NumPy"), answers[1:], strict=True
        ):
            print(
                f"largest difference to {name}: {np.abs(other - answers[0]).max():.1e}"
            )
        for _ in range(chosen.rounds):
            told = [
                f"{name} {best(act, chosen.times):.3f}" for name, act in acts.items()
            ]
            print("CPU seconds for 30 s: " + ", ".join(told), flush=True)


if __name__ == "__main__":
    main()
