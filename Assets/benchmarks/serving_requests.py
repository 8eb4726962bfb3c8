"""What the serving topic asks for, over and over: lists of (method, path, body) on people from all over a directory."""

import json
import urllib.parse

# Fewer than an agent may read within an hour: their reading is counted, and never refused.
READ = 4_000
HELLO = [("GET", "/hello", None)]
HEALTH = [("GET", "/api/health", None)]
FIRST_PAGE = [("GET", "/api/customers?limit=25", None)]


def some(people):
    return people[:: -(-len(people) // READ)]


def gets(people):
    return [("GET", f"/api/customers/{person['customer_id']}", None) for person in some(people)]


def pages(directory):
    """The mix's, smaller."""
    return [("GET", path.replace("limit=100", "limit=25"), None) for path in directory.pages]


def searches(people):
    queries = [urllib.parse.urlencode({"limit": 25, "search": person["name"].split()[-1]}) for person in some(people)]
    return [("GET", f"/api/customers?{query}", None) for query in queries]


def changes(people, turn):
    """A change of everybody, twice, to phones that they have had in no turn before."""
    return [("PATCH", f"/api/customers/{person['customer_id']}", json.dumps({"phone": f"{turn} {time} {index:07}"}))
            for time in (1, 2) for index, person in enumerate(people)]


def creations(turn, count):
    return [("POST", "/api/customers", json.dumps({
        "name": f"Nora Newcomer {turn}-{index}", "email": f"nora-{turn}-{index}@newcomers.example",
        "phone": f"555 {turn} {index:04}", "address": f"{index} Station Road\n12345 Newtown"})) for index in range(count)]
