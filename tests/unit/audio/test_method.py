from __future__ import annotations

import ast

from genrelens.audio.method import _without_words, method_digest


def dumped(code: str) -> str:
    return ast.dump(_without_words(ast.parse(code)))


def test_words_do_not_count_but_arithmetic_does() -> None:
    plain = "def f(x):\n    return x + 1\n"
    worded = '"""M."""\ndef f(x):\n    """Add."""\n    # why\n    return x + 1\n'
    assert dumped(plain) == dumped(worded)
    assert dumped(plain) != dumped(plain.replace("+ 1", "+ 2"))


def test_a_function_of_words_alone_is_still_a_function() -> None:
    assert dumped('def f():\n    """Do nothing."""\n') == dumped("def f():\n    pass\n")


def test_the_digest_is_the_same_every_time() -> None:
    assert method_digest() == method_digest()
    assert len(method_digest()) == 64
