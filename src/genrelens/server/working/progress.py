"""Tell how far a job has come, and how much longer it will take, from measurements."""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Course", "JobProgress", "StageProgress", "Stopwatch"]

_FIRST_SECONDS = 1.0
_FIRST_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Course:
    """How a job that ended well spent its time.

    Parameters
    ----------
    points : tuple of (str, float, float)
        Stage, share of the stage's steps that were done, and share of the whole
        job's time that had passed then; in the order of time.
    """

    points: tuple[tuple[str, float, float], ...]

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages, in their order."""
        return tuple(dict.fromkeys(stage for stage, _, _ in self.points))

    def share(self, stage: str, part: float) -> float | None:
        """Give the share of the time that had passed at a point of a stage.

        Returns
        -------
        float or None
            From 0 to 1; None where the job had no such stage.

        Examples
        --------
        >>> course = Course((("reading", 0, 0.0), ("reading", 1, 0.2)))
        >>> course.share("reading", 0.5)
        0.1
        """
        known = [(at, passed) for name, at, passed in self.points if name == stage]
        if not known:
            return None
        behind = bisect_right([at for at, _ in known], part)
        if behind in {0, len(known)}:
            return known[max(behind - 1, 0)][1]
        (low, share_low), (high, share_high) = known[behind - 1 : behind + 1]
        return share_low + (share_high - share_low) * (part - low) / (high - low)

    def to_list(self) -> list[list[Any]]:
        """Give the points as plain values, ready for JSON."""
        return [list(point) for point in self.points]

    @classmethod
    def from_list(cls, points: Sequence[Sequence[Any]]) -> Course:
        """Read what `to_list` gave."""
        return cls(tuple((str(s), float(a), float(b)) for s, a, b in points))


@dataclass(frozen=True, slots=True)
class StageProgress:
    """One stage of a job.

    Parameters
    ----------
    name : str
        For people.
    done, total : int
        Steps; both 0 where the stage has not begun.
    seconds : float
        Time spent on it so far.
    seconds_left : float or None
        About how much longer it takes; None where that is not known.
    state : "over", "running" or "to come"
        Where it stands.
    """

    name: str
    done: int
    total: int
    seconds: float
    seconds_left: float | None
    state: Literal["over", "running", "to come"]


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A job's stages, and its time.

    Parameters
    ----------
    stages : tuple of StageProgress
        Those that have begun, then those that are expected from earlier jobs.
    seconds : float
        Time since the job began.
    seconds_left : float or None
        About how much longer the whole job takes; None where that is not known.
    """

    stages: tuple[StageProgress, ...]
    seconds: float
    seconds_left: float | None


@dataclass(slots=True)
class _Stage:
    began: float
    steps: list[tuple[float, int, int]]  # when, done, total


class Stopwatch:
    """Hears of every step of a job and measures.

    The time left is measured: that of a stage from its own steps, that of the job from
    the share of their time at which earlier jobs were at the same step. Without an
    earlier job, and without an estimate, nothing is said about the whole.

    Parameters
    ----------
    earlier : sequence of Course
        Of jobs of the same kind that ended well.
    clock : callable
        Gives seconds that never go backwards.
    """

    def __init__(
        self,
        earlier: Sequence[Course] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._earlier = tuple(earlier)
        self._clock = clock
        self._began = self._last = clock()
        self._stages: dict[str, _Stage] = {}
        self._expected: float | None = None

    def hear(self, stage: str, done: int, total: int) -> None:
        """Note a step."""
        now = self._clock()
        if stage not in self._stages:
            began = now if done == 0 else self._last
            self._stages[stage] = _Stage(began, [])
        self._stages[stage].steps.append((now, done, total))
        self._last = now

    def expect(self, seconds: float) -> None:
        """Note an estimate of the whole job, used where no earlier job tells."""
        self._expected = seconds

    def read(self) -> JobProgress:
        """Give what is known now."""
        now = self._clock()
        begun = tuple(self._stage(name, now) for name in self._stages)
        to_come = tuple(
            StageProgress(name, 0, 0, 0.0, None, "to come")
            for name in (self._earlier[0].stages if self._earlier else ())
            if name not in self._stages
        )
        return JobProgress((*begun, *to_come), now - self._began, self._left(now))

    def course(self) -> Course:
        """Give how the job, which has just ended, spent its time."""
        whole = max(self._clock() - self._began, 1e-9)
        points = []
        for name, stage in self._stages.items():
            points.append((name, 0.0, (stage.began - self._began) / whole))
            points += [
                (name, done / max(total, 1), (when - self._began) / whole)
                for when, done, total in stage.steps
            ]
        return Course(tuple(points))

    def _stage(self, name: str, now: float) -> StageProgress:
        stage = self._stages[name]
        when, done, total = stage.steps[-1]
        if done >= total or name != next(reversed(self._stages)):
            return StageProgress(name, done, total, when - stage.began, None, "over")
        left = None
        if done > 0 and when > stage.began:
            left = (when - stage.began) / done * (total - done) - (now - when)
        left = None if left is None or left <= 0 else left
        return StageProgress(name, done, total, now - stage.began, left, "running")

    def _left(self, now: float) -> float | None:
        """Give the seconds left of the job; None too early, or when they are over."""
        if not self._stages or not self._earlier:
            return self._left_of_estimate(now)
        name, stage = next(reversed(self._stages.items()))
        when, done, total = stage.steps[-1]
        told = [each.share(name, done / max(total, 1)) for each in self._earlier]
        shares = [share for share in told if share is not None]
        passed = when - self._began
        share = fmean(shares) if shares else 0.0
        if passed < _FIRST_SECONDS or share < _FIRST_SHARE:
            return self._left_of_estimate(now)
        left = passed * (1 - share) / share - (now - when)
        return left if left > 0 else None

    def _left_of_estimate(self, now: float) -> float | None:
        if self._expected is None or now - self._began >= self._expected:
            return None
        return self._expected - (now - self._began)
