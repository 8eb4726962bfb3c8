"""What clients of a large directory ask for over HTTP: the kinds and weights of StoreBench/Mix.swift."""

import json
import random
import urllib.parse
import urllib.request

WEIGHTS = {
    "get by id": 20,
    "list, first page of 100": 10,
    "list, a page of 100 somewhere": 10,
    "find by email": 10,
    "search, a family name": 10,
    "search, two letters": 10,
    "search, given and family name": 10,
    "search, a whole email": 5,
    "search, two letters twice": 5,
    "search, last four digits": 5,
    "changes, a page of 100 somewhere": 5,
    "search, one letter": 3,
    "search, example.com": 3,
    "search, given name and example.com": 3,
    "search, nobody": 3,
}


class Directory:
    """People and places of a server's directory, spread over all of it."""

    def __init__(self, url, each=500, headers={}):
        """Of the people every so many."""
        self.people, self.pages, self.changes = [], ["/api/customers?limit=100"], ["/api/changes?limit=100"]
        self._url, self._headers = url, headers
        self._walk_list(each)
        self._walk_changes()

    def _get(self, path):
        return urllib.request.urlopen(urllib.request.Request(self._url + path, headers=self._headers))

    def _walk_list(self, each):
        path = "/api/customers?limit=1000"
        while path:
            with self._get(path) as response:
                self.people += json.load(response)[::each]
                link = response.headers.get("Link")
            path = link[link.index("<") + 1 : link.index(">")] if link else None
            if path:
                # A cursor is bound to its query and sort, not to its limit, which a link leaves out when it is 1000.
                self.pages.append(path.replace("limit=1000", "") + "&limit=100")

    def _walk_changes(self):
        more = True
        cursor = ""
        while more:
            with self._get(f"/api/changes?limit=1000{cursor}") as response:
                page = json.load(response)
            cursor, more = "&cursor=" + urllib.parse.quote(page["cursor"]), page["more"]
            if more:
                self.changes.append(f"/api/changes?limit=100{cursor}")


def requests(directory, count, seed=42):
    """Pairs of kind and path; the same for a seed and a directory."""
    generator = random.Random(seed)
    kinds = generator.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    return [(kind, path(kind, directory, generator)) for kind in kinds]


def path(kind, directory, generator):
    person, other = generator.choice(directory.people), generator.choice(directory.people)
    names = person["name"].split()
    digits = "".join(filter(str.isdigit, person["phone"] or "0000"))[-4:]
    match kind:
        case "get by id": return f"/api/customers/{person['customer_id']}"
        case "list, first page of 100": return "/api/customers?limit=100"
        case "list, a page of 100 somewhere": return generator.choice(directory.pages)
        case "find by email": return "/api/customers?" + urllib.parse.urlencode({"email": person["email"]})
        case "changes, a page of 100 somewhere": return generator.choice(directory.changes)
        case "search, a family name": term = names[-1]
        case "search, two letters": term = person["name"][:2]
        case "search, given and family name": term = person["name"]
        case "search, a whole email": term = person["email"]
        case "search, two letters twice": term = f"{person['name'][:2]} {other['name'][:2]}"
        case "search, last four digits": term = digits
        case "search, one letter": term = person["name"][:1]
        case "search, example.com": term = "example.com"
        case "search, given name and example.com": term = f"{names[0]} example.com"
        case "search, nobody": term = f"{names[0]} nobody.invalid"
    return "/api/customers?" + urllib.parse.urlencode({"limit": 100, "search": term})
