"""Choose what a model may learn from, and what must stay on one side of a split."""

import genrelens
from genrelens.datasets.sample import write_sample

write_sample("tracks_made_up.csv", n_tracks=600, random_state=1)

WAYS = {
    "everything it can use": {},
    "what describes the sound": {"features": "audio"},
    "three columns": {"features": ["tempo", "energy", "Explicit"]},
    "smallest sufficient set": {"select": True},
    "albums held apart": {"group": "album_name"},
}

for title, options in WAYS.items():
    result = genrelens.train(
        "tracks_made_up.csv",
        "results",
        seed=1,
        trees=20,
        explain_tracks=60,
        is_quick=True,  # the score is all that is looked at here
        **options,
    )
    scores = result.facts.evaluation.scenarios[result.facts.evaluation.headline]
    accuracy = scores.metrics["accuracy"]
    print(f"{title}: {', '.join(f.origin for f in result.model.features)}")
    print(
        f"    on {scores.title} {accuracy.value:.3f} "
        f"({accuracy.low:.3f} to {accuracy.high:.3f})"
    )
