"""Logs: one line a thing, in UTC, with the request's id; JSON in production. No tokens, passwords, scores or texts."""

import logging
import sys

import structlog

from .config import Settings


def configure(settings: Settings) -> None:
    """Set structlog up. Called once by the front door."""
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.environment == "production"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=settings.environment != "test",
    )
