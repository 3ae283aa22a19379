"""Save a model, name the genre of new tracks with it, and ask why."""

from pathlib import Path

import genrelens
from genrelens.datasets.sample import draw_sample, write_sample

write_sample("known.csv", n_tracks=700, random_state=1)
genrelens.train("known.csv", "results", seed=1, trees=50, explain_tracks=60)
model = Path("results") / "model.genrelens"

# New tracks have no genre. Here they also lack the tempo, and one lacks its energy.
new = draw_sample(120, random_state=2, mess=False).frame
new = new.drop(columns=["genre", "tempo"])
new.loc[0, "energy"] = ""
new.to_csv("new.csv", index=False)

answer = genrelens.predict(model, "new.csv", output=Path("genres.csv"))
print(answer.frame[["track_name", "genre", "probability", "second_genre"]].head())
print(answer.frame["reasons"].iloc[0])
print(*answer.notices, sep="\n")

# One track: what speaks for its genre, and what against the runner-up.
why = genrelens.explain(model, "new.csv", track=2, output=Path("track_2.svg"))
told = why.explanation
print()
print(told.sentence)
print(f"{'on average':<18} {told.base:+.3f}")
for reason in told.reasons:
    print(f"{reason.label:<18} {reason.contribution:+.3f}  {reason.words}")
print(f"{'together':<18} {told.probability:+.3f}  for {told.genre}")
