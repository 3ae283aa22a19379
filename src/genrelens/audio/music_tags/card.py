"""Write the card that tells what the network of tags learnt, and from whom."""

from __future__ import annotations

from typing import Final

from genrelens.audio.music_tags.published import (
    DIGEST,
    LICENCE,
    PACKAGE,
    VERSION,
    WHEEL,
    WHEEL_SHA256,
)
from genrelens.schema.music_tags import MUSIC_TAGS

__all__ = ["model_card"]

_CARD: Final = """\
# music-tags: fifty words that listeners gave to tracks

What this folder holds is the network **MSD_musicnn** of the package {package}
{version}, by Jordi Pons and Xavier Serra, Music Technology Group, Universitat Pompeu
Fabra (2019). Licence: {licence}; its text is in `LICENSE.txt`.

## What it does

It hears three seconds of sound at 16 kHz and says, from 0 to 1, how sure it is that
listeners would give the track each of fifty words. A longer stretch gets the mean over
its windows of three seconds.

The words, in order: {words}.

## What it learnt from

About 200,000 previews of the Million Song Dataset, with the fifty most frequent words
that users of Last.fm gave to those tracks. The recordings belong to their owners; they
are not in this folder and cannot be had back from it. The authors state for this
network, on tracks kept aside, an area under the ROC curve of 0.880 and an area under
the precision-recall curve of 0.289, both means over the words.

## What to mind

- The words are those of one community around 2010, mostly of English-speaking popular
  music. There is **no word for classical music**; it tends to be heard as jazz,
  instrumental or ambient. Much music of the world has no word either.
- Years ("80s") and opinions ("beautiful", "sexy") are words like any other: they tell
  of whom people tag, not what a recording is.
- A value is not the share of listeners who would agree. Rare words have low values even
  where they are right.
- For research and for sorting a library of one's own; not for decisions about people.

## What was changed

- Only the {n_arrays} arrays that hearing needs were kept, {n_numbers:,} numbers of
  single precision, bit for bit. What training left behind was dropped.
- The arithmetic was written anew and gives the published answers to within 0.00001. One
  step, which the published code takes in half precision and which overflows on loud
  music, is taken in single precision.

## Hashes (SHA-256)

- The published file `{wheel}`: `{wheel_sha256}`
- The arrays, over names, shapes and numbers: `{digest}`

## To read

- J. Pons and X. Serra (2019), *musicnn: pre-trained convolutional neural networks for
  music audio tagging*, late-breaking demo, ISMIR.
- T. Bertin-Mahieux, D. Ellis, B. Whitman and P. Lamere (2011), *The Million Song
  Dataset*, ISMIR.
"""


def model_card(*, n_arrays: int, n_numbers: int) -> str:
    """Give the card as Markdown.

    Parameters
    ----------
    n_arrays, n_numbers : int
        What was kept of the published file.
    """
    return _CARD.format(
        package=PACKAGE,
        version=VERSION,
        licence=LICENCE,
        words=", ".join(tag.word for tag in MUSIC_TAGS),
        n_arrays=n_arrays,
        n_numbers=n_numbers,
        wheel=WHEEL,
        wheel_sha256=WHEEL_SHA256,
        digest=DIGEST,
    )
