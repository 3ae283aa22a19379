from __future__ import annotations

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from genrelens.reports.templating import content_policy, fill, inlined, json_block

json_values = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(json_values)
def test_data_comes_back_and_can_not_close_its_script(data: object) -> None:
    block = json_block(data)
    assert json.loads(block) == data
    assert not set("<>&\u2028\u2029") & set(block)


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_block({"score": float("nan")})


def test_the_policy_allows_exactly_the_code_that_is_inlined() -> None:
    script = inlined("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = content_policy(style="a", script=script)
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


def test_a_page_without_script_allows_none() -> None:
    assert "script-src 'none'" in content_policy(style="a")


def test_a_template_that_misses_a_value_says_so() -> None:
    with pytest.raises(UndefinedError):
        fill("track.html.j2")
