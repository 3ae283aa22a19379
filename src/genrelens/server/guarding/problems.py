"""Tell what went wrong as a problem document (RFC 9457), never with internals."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from genrelens.errors import GenrelensError, OutputError, printable
from genrelens.server.keeping.store import InUseError, NotHere

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["Problem", "Refused", "WrongField", "add_problem_handlers", "problem"]

_PROBLEM_TYPE = "application/problem+json"
_UNEXPECTED = (
    "The server met an error of its own; nothing that was kept is lost. What "
    "happened is in the lines that the server printed where it was started."
)
_MOST_FIELDS = 20
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
    status: int,
    detail: str,
    *,
    errors: list[WrongField] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Make the answer that tells of a problem.

    Parameters
    ----------
    status : int
        HTTP status.
    detail : str
        What happened and what to do, as sentences.
    errors : list of WrongField, optional
        Places of the request that are wrong.
    headers : dict of str to str, optional
        Headers the status asks for, such as ``Allow``.

    Returns
    -------
    Response
        Of type ``application/problem+json``.
    """
    told = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors
    )
    return JSONResponse(
        told.model_dump(exclude_none=True),
        status_code=status,
        headers=headers,
        media_type=_PROBLEM_TYPE,
    )


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of an application with a problem document."""
    app.add_exception_handler(GenrelensError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_the_unexpected)


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


def _of_ours(_request: Request, error: Exception) -> Response:
    if not isinstance(error, GenrelensError):
        raise error
    return problem(status_of(error), str(error))


def _of_validation(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    fields = [_field(one) for one in found[:_MOST_FIELDS]]
    first = fields[0] if fields else WrongField(where="body", found="it is not usable")
    more = f" ({len(found):,} such places in all)" if len(found) > 1 else ""
    detail = f"The request cannot be used: {first.where}: {first.found}{more}."
    return problem(422, detail, errors=fields)


def _field(one: dict[str, Any]) -> WrongField:
    where = ".".join(str(part) for part in one.get("loc", ()))
    return WrongField(
        where=printable(where, limit=200), found=printable(one["msg"], limit=300)
    )


def _of_http(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers) if error.headers else None
    details = {
        404: "There is nothing at this address.",
        405: "This address does not take that method.",
    }
    is_plain = error.detail == HTTPStatus(error.status_code).phrase
    detail = details.get(error.status_code, "") if is_plain else ""
    return problem(error.status_code, detail or str(error.detail), headers=headers)


def _of_the_unexpected(_request: Request, _error: Exception) -> Response:
    return problem(500, _UNEXPECTED)
