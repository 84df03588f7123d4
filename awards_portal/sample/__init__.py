"""The sample edition: an invented cast for trying the portal out, and documents to begin a real edition from.

Two editions are loaded: last year's, closed and being judged, and this year's, which takes entries. People, cities,
projects, scores and conflicts are invented; the directory of cities and the past editions are published history.
"""

from .loading import PASSWORD, is_loaded, load, ways_in

__all__ = ["PASSWORD", "is_loaded", "load", "ways_in"]
