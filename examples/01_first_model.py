"""Train a first model on a made-up table, and read what it is worth."""

from pathlib import Path

import genrelens
from genrelens.datasets.sample import write_sample

# With a table of your own, start at `genrelens.inspect("tracks_data.csv")`.
table = Path("tracks_made_up.csv")
write_sample(table, n_tracks=700, random_state=1)

inspection = genrelens.inspect(table)
print(f"Genre column: {inspection.target}. {inspection.target_why}")
for finding in inspection.findings[:3]:
    print(f"{finding.severity}: {finding.message}")

# Fewer trees than the usual 400, so that the example is quick.
result = genrelens.train(table, "results", seed=1, trees=60)

print()
print(*result.facts.evaluation.verdict, sep="\n")
print()
for name, scores in result.facts.evaluation.scenarios.items():
    accuracy = scores.metrics["accuracy"]
    print(
        f"{name:<18} {accuracy.value:.3f} ({accuracy.low:.3f} to {accuracy.high:.3f})"
    )
print()
for name, path in result.files.items():
    print(f"{name:<12} {path}")
