"""Give every answer the headers that keep other pages out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import Message, Send

__all__ = ["GUARDING_HEADERS", "guarded"]

_CONTENT = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "media-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_SWITCHED_OFF = (
    *("accelerometer", "autoplay", "camera", "display-capture"),
    *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi"),
    *("payment", "serial", "usb", "xr-spatial-tracking"),
)
_FEATURES = ", ".join(f"{name}=()" for name in _SWITCHED_OFF)

GUARDING_HEADERS: Final[dict[str, str]] = {
    "content-security-policy": "; ".join(_CONTENT),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": _FEATURES,
}
_RAW = [(name.encode(), value.encode()) for name, value in GUARDING_HEADERS.items()]
_OWN_NAMES = frozenset(name for name, _ in _RAW)
_CACHE = b"cache-control"
_NOT_KEPT = (_CACHE, b"private, no-cache")
_OPENS_TO_OTHERS = b"access-control-"


def guarded(send: Send) -> Send:
    """Add the headers to what is sent; none of a route's own can weaken them."""

    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [
                pair
                for pair in message.get("headers", ())
                if pair[0] not in _OWN_NAMES
                and not pair[0].startswith(_OPENS_TO_OTHERS)
            ]
            if all(name != _CACHE for name, _ in kept):
                kept.append(_NOT_KEPT)
            message["headers"] = kept + _RAW
        await send(message)

    return send_guarded
