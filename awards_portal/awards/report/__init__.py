"""The jury report as PDF: how a round was judged, every place with how sure it is, what the jury decided. Loads pandas.

The one for the organising team names judges; the one to publish numbers them and leaves out reasons of single people.
"""

from .download import download_report

__all__ = ["download_report"]
