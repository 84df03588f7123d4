"""The bell: tells the worker that there is work."""

from collections.abc import Callable

import structlog

log = structlog.get_logger()
_bell: list[Callable[[], None]] = []


def on_ring(call: Callable[[], None]) -> None:
    """Name what rings the bell (Huey's enqueue). Without one, jobs wait for the sweep."""
    _bell[:] = [call]


def ring() -> None:
    """Tell the worker that there is work. A bell that is broken is logged, never shown: the row is safe."""
    for call in _bell:
        try:
            call()
        except Exception:
            log.warning("bell is silent; the sweep will find the work", exc_info=True)
