"""An edition that is begun, and its parts filled in, as an organiser does it."""

from datetime import timedelta

from awards_portal import clock
from tests.page import Page, PageClient

SETUP = "/team/editions/ssc27/setup"


def when(days: int) -> str:
    return (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def begin(client: PageClient, status: int | None = None, **more: str) -> Page:
    page = client.get("/team/editions/new")
    values = {
        "title": "Awards 2027",
        "key": "ssc27",
        "reference_prefix": "SSC27",
        "time_zone": "UTC",
        "opens": when(-1),
        "closes": when(30),
    }
    return client.send(page, "/team/editions", status=status, **{**values, **more})


def add(client: PageClient, where: str, path: str = "", **values: object) -> Page:
    page = client.get(f"{SETUP}/{where}/new{path}")
    return client.send(page, f"{SETUP}/{where}/new", **values)


def fill_in(client: PageClient) -> None:
    """Two categories, a form with a condition and a table, a rubric, two rounds."""
    add(client, "categories", title="Open City", **{"quotas.city": "2"})
    add(client, "categories", title="Digital Inclusion")
    add(client, "sections", title="Project")
    add(
        client, "questions", "?into=project&kind=short_text", label="Title", max_words="20", required="yes", title="yes"
    )
    add(client, "questions", "?into=project&kind=category", label="Category", required="yes")
    yes_no = "yes | Yes\nno | No"
    add(client, "questions", "?into=project&kind=single_choice", label="Measured?", options=yes_no)
    condition = {"shown_if": "project_measured=yes"}
    table = "name | Indicator | short_text | required\nvalue | Value | number"
    add(client, "questions", "?into=project&kind=table", label="Indicators", columns=table, **condition)
    add(client, "questions", "?into=project&kind=long_text", label="Summary", max_words="100")
    words = {f"descriptors.{n}": f"Like {n}" for n in range(6)}
    add(client, "criteria", title="Impact", weight="3", reads=["project_summary", "project_indicators"], **words)
    add(client, "criteria", title="Novelty", weight="1", reads="project_summary", **words)
    dates = {"opens": when(31), "closes": when(40)}
    add(client, "rounds", title="Scoring", judges_per_entry="2", minimum_cards="1", **dates)
    dates = {"opens": when(41), "closes": when(50)}
    add(client, "rounds", title="Final", kind="final", judges_per_entry="2", minimum_cards="1", **dates)
