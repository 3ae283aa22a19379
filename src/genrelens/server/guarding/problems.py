"""Tell what went wrong as a problem document (RFC 9457), never with internals."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from genrelens.errors import GenrelensError, OutputError, printable
from genrelens.server.guarding.asking import is_for_people
from genrelens.server.keeping.store import InUseError, NotHere

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    ShowProblem = Callable[[Request, "Problem"], Response]
    Told = tuple["Problem", Mapping[str, str] | None]

__all__ = ["Problem", "Refused", "WrongField", "add_problem_handlers", "problem"]

_PROBLEM_TYPE = "application/problem+json"
_UNEXPECTED = (
    "The server met an error of its own; nothing that was kept is lost. What "
    "happened is in the lines that the server printed where it was started."
)
_MOST_FIELDS = 20
_DETAILS: Final = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
}
_STATUSES: Final = ((NotHere, 404), (InUseError, 409), (OutputError, 507))


class WrongField(BaseModel):
    """One place of a request that is not as it should be."""

    where: str = Field(description="Place in the request, such as body.tracks.0.")
    found: str = Field(description="What is wrong there.")


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(description="Name of the status.")
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="What happened, and what to do about it.")
    errors: list[WrongField] | None = None


class Refused(GenrelensError):  # noqa: N818 (its name says what happened)
    """The server does not do what was asked.

    Parameters
    ----------
    status : int
        HTTP status of the answer.
    detail : str
        What happened and what to do, as sentences.
    """

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        super().__init__(detail)


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Make the answer that tells a program of a problem.

    Parameters
    ----------
    status : int
        HTTP status.
    detail : str
        What happened and what to do, as sentences.
    headers : mapping of str to str, optional
        Headers the status asks for, such as ``Allow``.

    Returns
    -------
    Response
        Of type ``application/problem+json``.
    """
    return _as_json(_told(status, detail), headers)


def add_problem_handlers(app: FastAPI, show: ShowProblem) -> None:
    """Answer every error of an application: people with a page, programs with JSON.

    Parameters
    ----------
    app : FastAPI
        What answers.
    show : callable
        Makes the page that tells a person of a problem.
    """

    def answering(tell: Callable[[Exception], Told]) -> Callable[..., Response]:
        def answer(request: Request, error: Exception) -> Response:
            told, headers = tell(error)
            if is_for_people(request.scope, dict(request.scope["headers"])):
                return show(request, told)
            return _as_json(told, headers)

        return answer

    app.add_exception_handler(GenrelensError, answering(_of_ours))
    app.add_exception_handler(RequestValidationError, answering(_of_validation))
    app.add_exception_handler(HTTPException, answering(_of_http))
    app.add_exception_handler(Exception, answering(_of_the_unexpected))


def status_of(error: GenrelensError) -> int:
    """Give the HTTP status that an error of this package stands for.

    A class, or one error, may say it in an attribute ``status``. What is not named
    here is a request that cannot be used: 422.
    """
    said: int | None = getattr(error, "status", None)
    if said is not None:
        return said
    fitting = (status for kind, status in _STATUSES if isinstance(error, kind))
    return next(fitting, 422)


def _told(status: int, detail: str, errors: list[WrongField] | None = None) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, detail=detail, errors=errors)


def _as_json(told: Problem, headers: Mapping[str, str] | None) -> Response:
    return JSONResponse(
        told.model_dump(exclude_none=True),
        status_code=told.status,
        headers=headers,
        media_type=_PROBLEM_TYPE,
    )


def _of_ours(error: Exception) -> Told:
    if not isinstance(error, GenrelensError):
        raise error
    return _told(status_of(error), str(error)), None


def _of_validation(error: Exception) -> Told:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    fields = [_field(one) for one in found[:_MOST_FIELDS]]
    first = fields[0] if fields else WrongField(where="body", found="it is not usable")
    more = f" ({len(found):,} such places in all)" if len(found) > 1 else ""
    detail = f"The request cannot be used: {first.where}: {first.found}{more}."
    return _told(422, detail, fields), None


def _field(one: dict[str, Any]) -> WrongField:
    where = ".".join(str(part) for part in one.get("loc", ()))
    return WrongField(
        where=printable(where, limit=200), found=printable(one["msg"], limit=300)
    )


def _of_http(error: Exception) -> Told:
    if not isinstance(error, HTTPException):
        raise error
    is_plain = error.detail == HTTPStatus(error.status_code).phrase
    detail = _DETAILS.get(error.status_code, "") if is_plain else ""
    return _told(error.status_code, detail or str(error.detail)), error.headers


def _of_the_unexpected(_error: Exception) -> Told:
    return _told(500, _UNEXPECTED), None
