"""What a request costs customers-api as its directory grows."""

from api_server import APIServer
from figures import Table, number
from mix import Directory
from serving_requests import READ, creations, gets, pages, searches
from wrk import CONNECTIONS, load, measured, median

CREATIONS = 500


def table(context):
    sizes, rounds, seconds = ([1_000, 10_000], 1, 1) if context.quick else ([10_000, 100_000, 1_000_000], 3, 3)
    columns = [measured_with(context, people, rounds, seconds) for people in sizes]
    table = Table("customers-api as its directory grows", [f"{people:,}" for people in sizes])
    for figure in columns[0]:
        table.add(figure, "≤ 150" if figure.startswith("resident") else None, *(column[figure] for column in columns))
    table.notes = [
        f"Processor time for a request of {CONNECTIONS} connections, as above, without token and audit log; medians of {rounds} rounds of "
        f"{seconds} s, or of {CREATIONS} creations. Gets, pages and names are of people from all over the directory.",
        "Not with 10,000,000: only filling the store takes about as long as everything else here.",
    ]
    return table


def measured_with(context, people, rounds, seconds):
    """The cells of a column, by their figures' names."""
    context.say(f"serving: {people:,} customers")
    with APIServer(context.program("customers-api"), context.directory(f"growing-{people}"), people) as server:
        cells = {"file, MB": number(server.file_megabytes()),
                 "resident after loading, MB": number(server.resident_megabytes())}
        directory = Directory(server.url, each=max(1, people // READ))
        for name, requests in [
                ("get", gets(directory.people)), ("list, a page of 25 somewhere", pages(directory)),
                ("search, a family name, 25", searches(directory.people))]:
            load(server, requests, {}, 1)
            figures = median([measured(server, requests, {}, seconds) for _ in range(rounds)])
            cells[f"{name}, processor ms"] = f"{figures.processor:.4f}"
        figures = median(
            [measured(server, creations(turn, CREATIONS + CONNECTIONS), {}, seconds, limit=CREATIONS) for turn in range(rounds)])
        cells["create, processor ms"] = f"{figures.processor:.4f}"
        cells["resident after the requests, MB"] = number(server.resident_megabytes())
    return cells
