from __future__ import annotations

import numpy as np
import pytest

from genrelens.checking.leaks.proxies import find_proxies
from genrelens.schema.columns import Role

N = 600
RNG = np.random.default_rng(0)
CODES = RNG.integers(0, 6, N)
GENRES = np.array(["pop", "rap", "edm", "rock", "latin", "folk"])[CODES]


def report(make_table, label, roles=None, **columns):
    table = make_table({"genre": GENRES, "tempo": RNG.normal(size=N), **columns}, roles)
    return find_proxies(table, label(table), target="genre")


def test_a_sub_genre_inside_its_genre_is_a_proxy_with_its_purity(make_table, label):
    subs = [f"{genre} {row % 3}" for row, genre in enumerate(GENRES)]
    found = report(make_table, label, playlist_subgenre=subs)
    assert set(found.proxies) == {"subgenre"}
    (finding,) = found.findings
    assert finding.code == "proxy-column"
    assert finding.details["purity"] == 1.0
    assert "--force 'playlist_subgenre'" in finding.remedy


def test_a_playlist_with_some_strangers_is_still_a_proxy(make_table, label):
    lists = np.where(RNG.random(N) < 0.1, 3, CODES) * 4 + np.arange(N) % 4
    found = report(make_table, label, playlist_name=[f"list {each}" for each in lists])
    assert set(found.proxies) == {"playlist_name"}


def test_playlists_of_mixed_genres_are_none(make_table, label):
    lists = [f"list {each}" for each in RNG.integers(0, 30, N)]
    assert report(make_table, label, playlist_name=lists).proxies == {}


def test_numbers_that_stand_for_the_genre_are_proxies(make_table, label):
    found = report(
        make_table, label, twin=CODES * 3.0, stripe=CODES * 10 + RNG.random(N)
    )
    assert set(found.proxies) == {"twin", "stripe"}


def test_strong_but_honest_numbers_stay(make_table, label):
    found = report(make_table, label, timbre=CODES * 2 + RNG.normal(size=N))
    assert found.proxies == {}
    assert found.findings == ()


def test_a_known_attribute_is_suspected_but_kept(make_table, label):
    found = report(make_table, label, energy=(CODES + 0.01 * RNG.random(N)) / 6)
    assert found.proxies == {}
    assert [finding.code for finding in found.findings] == ["suspicious-column"]


def test_a_flag_of_one_genre_is_a_proxy(make_table, label):
    found = report(make_table, label, hip_hop=(CODES == 1).astype(float))
    assert set(found.proxies) == {"hip_hop"}
    assert found.findings[0].details == {"genre": "rap"}


def test_artists_are_never_called_proxies(make_table, label):
    found = report(make_table, label, artist=[f"band {code}" for code in CODES])
    assert found.findings == ()


def test_pairs_of_equal_values_by_chance_prove_nothing(make_table, label):
    texts = [f"note {row}" for row in range(N)]
    texts[1::100] = texts[::100]
    found = report(make_table, label, roles={"note": Role.TEXT}, note=texts)
    assert found.findings == ()


@pytest.mark.parametrize("seed", range(10))
def test_a_majority_genre_makes_no_proxy(make_table, label, seed):
    rng = np.random.default_rng(seed)
    genres = np.where(rng.random(N) < 0.97, "pop", "rap")
    table = make_table(
        {
            "genre": genres,
            "mood": rng.choice(["a", "b"], N),
            "tempo": rng.normal(size=N),
        }
    )
    assert find_proxies(table, label(table), target="genre").proxies == {}
