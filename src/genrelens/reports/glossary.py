"""Say in one sentence what each number on the page means."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TERMS", "Term", "term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the page, and the sentence that explains it.

    `anchor` is the key under which the page links to it; `better` says which
    way is better, ``""`` where neither is.
    """

    anchor: str
    title: str
    sentence: str
    better: str = ""


TERMS: tuple[Term, ...] = (
    Term(
        "accuracy",
        "Accuracy",
        "Share of tracks whose genre the model names right.",
        "higher",
    ),
    Term(
        "balanced_accuracy",
        "Balanced accuracy",
        "Accuracy of each genre by itself, averaged over genres, so that a small "
        "genre counts as much as a large one; a blind guess gives one divided by "
        "the number of genres.",
        "higher",
    ),
    Term(
        "macro_f1",
        "Macro F1",
        "For each genre the harmonic mean of precision and recall, averaged over "
        "genres; between 0 and 1.",
        "higher",
    ),
    Term(
        "top_3_accuracy",
        "Top-3 accuracy",
        "Share of tracks whose genre is among the three that the model finds most "
        "probable.",
        "higher",
    ),
    Term(
        "macro_auc_ovr",
        "Macro AUC (one against the rest)",
        "Chance that a track of a genre gets a higher probability for it than a "
        "track of any other genre does, averaged over genres; 0.5 is a coin toss, "
        "1 is perfect.",
        "higher",
    ),
    Term(
        "macro_auc_ovo",
        "Macro AUC (one against one)",
        "The same for every pair of genres by itself, averaged over pairs (Hand and "
        "Till 2001); it does not depend on how large the genres are.",
        "higher",
    ),
    Term(
        "log_loss",
        "Log-loss",
        "Mean surprise at the true genre, in nats: 0 when every true genre got all "
        "of the probability; it punishes confident mistakes.",
        "lower",
    ),
    Term(
        "calibration_error",
        "Calibration error",
        "Mean distance between how sure the model was and how often it was right, "
        "over groups of tracks of like certainty.",
        "lower",
    ),
    Term(
        "precision",
        "Precision",
        "Among tracks that the model calls this genre, the share that are.",
        "higher",
    ),
    Term(
        "recall",
        "Recall",
        "Among tracks of this genre, the share that the model calls so.",
        "higher",
    ),
    Term("f1", "F1", "Harmonic mean of precision and recall.", "higher"),
    Term(
        "auc",
        "AUC",
        "Area under the ROC curve: chance that a track of the genre gets a higher "
        "probability for it than a track of any other genre; 0.5 is a coin toss.",
        "higher",
    ),
    Term(
        "roc",
        "ROC curve",
        "How many tracks of a genre are found (upwards) against how many others are "
        "taken in by mistake (to the right), as the demanded probability falls.",
    ),
    Term(
        "interval",
        "95 % interval",
        "The range in which the number would lie in 95 of 100 repetitions with "
        "other tracks of the same kind; tracks that belong together, such as those "
        "of one artist, are kept together when it is worked out.",
    ),
    Term(
        "unseen_artists",
        "Unseen artists",
        "Every track is judged by a model that never met any of its artists: what "
        "to expect of music that is new to the model.",
    ),
    Term(
        "unseen_tracks",
        "Unseen tracks",
        "Every track is judged by a model that never met another copy of it. Where "
        "the table names no artists, that is as strict as it can be.",
    ),
    Term(
        "unseen_groups",
        "Unseen groups",
        "Every track is judged by a model that never met any track of its group, "
        "the group being the column that was asked for.",
    ),
    Term(
        "random_rows",
        "Random rows",
        "Rows split blindly, so that one artist or even one track stands on both "
        "sides; shown only because most published figures are made so. It flatters.",
    ),
    Term(
        "every_row",
        "Random rows, copies counted",
        "Random rows as others print them: a track that stands in several rows is "
        "trained on in one and tested in another, and counts every time.",
    ),
    Term(
        "known_artists",
        "Known artists",
        "Tracks by artists of whom the model has met other tracks, but never the "
        "track itself or a copy of it: what to expect of new music by the artists "
        "in the table.",
    ),
    Term(
        "held_out_source",
        "Held-out source",
        "Every track is judged by a model that never met its playlist or source, nor "
        "its artists: what to expect of music that somebody else has collected.",
    ),
    Term(
        "honesty_gap",
        "Honesty gap",
        "How much better a score looks when rows are split at random than when what "
        "belongs together is kept together: the part of a score that vanishes on "
        "new music.",
    ),
    Term(
        "given_test",
        "Given test list",
        "Tracks named in a list that the user gave, kept away from training and "
        "predicted once.",
    ),
    Term(
        "locked_test",
        "Locked test",
        "Tracks set aside before any model was trained and used once. Which columns "
        "give the genre away and which genres are too rare had been decided on all "
        "tracks, these among them.",
    ),
    Term(
        "majority_baseline",
        "Majority baseline",
        "Knows nothing of a track, and always answers with the most frequent genre.",
    ),
    Term(
        "shuffled_labels",
        "Shuffled labels",
        "The same model trained on genres dealt out by chance: what luck alone gives.",
    ),
    Term(
        "permutation",
        "Permutation importance",
        "How far the score on held-out tracks falls when one attribute's values are "
        "dealt out at random among them. Attributes that say the same thing share "
        "their importance, so they are also dealt out together.",
    ),
    Term(
        "shapley",
        "SHAP value",
        "One attribute's part in one track's probability of one genre, in "
        "percentage points: all parts and the model's average add up to exactly "
        "the probability (Lundberg et al. 2020; of a linear model Aumann and "
        "Shapley 1974).",
    ),
    Term(
        "response",
        "Response curve",
        "How the mean probability of a genre moves when one attribute alone is set "
        "to each value for all tracks (partial dependence, Friedman 2001). Where "
        "few tracks lie, the curve is a guess.",
    ),
    Term(
        "stress",
        "Flip share",
        "Share of held-out tracks whose predicted genre changes when an input is "
        "spoilt in the stated way.",
        "lower",
    ),
    Term(
        "stray_label",
        "Stray label",
        "A label that names the wrong genre and that neither the sound, nor the "
        "artist's other tracks, nor the overlap of genres explains; estimated by "
        "comparing each label with what a model says that never met the artist.",
        "lower",
    ),
    Term(
        "label_ceiling",
        "Label ceiling",
        "The best accuracy that anyone can reach who gives all rows of a track the "
        "same genre, where rows of one track carry several.",
    ),
    Term(
        "r_precision",
        "R-precision",
        "Share of right ones among as many answers as the track has genres.",
        "higher",
    ),
    Term(
        "lrap",
        "LRAP (label ranking average precision)",
        "For each genre of a track, the share of the track's own genres among all "
        "that the model ranks as high; averaged over genres, then over tracks; 1 is "
        "perfect.",
        "higher",
    ),
    Term(
        "separation",
        "Separation (one against one)",
        "Chance that, of one track of each of two genres, the model leans the right "
        "way; 0.5 is a coin toss, 1 is perfect.",
        "higher",
    ),
    Term(
        "kappa",
        "Kappa (Cohen's)",
        "Accuracy beyond what dealing out the same answers at random would give; 0 is "
        "chance, 1 is perfect.",
        "higher",
    ),
    Term(
        "brier",
        "Brier score",
        "Mean squared distance between a track's probabilities and certainty in its "
        "true genre, 0 to 2; 0 is perfect.",
        "lower",
    ),
    Term(
        "prediction_set",
        "Prediction set",
        "The genres that a track may have, so that the true one is among them for a "
        "chosen share of tracks by other artists; small sets mean a model that can "
        "tell.",
    ),
    Term(
        "coverage",
        "Coverage",
        "Share of tracks whose prediction set holds their true genre; it should be "
        "about what was asked for, neither less nor much more.",
    ),
    Term(
        "decision",
        "Write, ask or leave",
        "What is done with a track: one genre is written, a person is asked to choose "
        "from two or three, or the track is left alone; at most the chosen share of "
        "written genres is wrong on other artists' music of the same kind.",
    ),
    Term(
        "music_tag",
        "Music tag",
        "A word such as 'metal' with the probability, from 0 to 1, that listeners "
        "would give it to the track, as a pretrained network hears it.",
    ),
    Term(
        "lufs",
        "LUFS",
        "Loudness as broadcasters measure it, in decibels below full scale; it is not "
        "the loudness that streaming services publish.",
    ),
    Term(
        "sound_estimate",
        "Estimate from sound",
        "An attribute measured here that only resembles a streaming service's of the "
        "same name, and is never taken for it.",
    ),
)
"""All words explained, in the order of the page."""

_BY_ANCHOR = {entry.anchor: entry for entry in TERMS}


def term(anchor: str) -> Term:
    """Give the entry of that key.

    Raises
    ------
    KeyError
        If the glossary does not explain the word.

    Examples
    --------
    >>> term("recall").title
    'Recall'
    """
    return _BY_ANCHOR[anchor]
