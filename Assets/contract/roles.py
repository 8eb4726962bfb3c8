"""A check of schemathesis's: what a role forbids is refused, and nothing else is (CONTRACT_ROLE, a role or nothing)."""
import os

import schemathesis

ROLES = ["reader", "agent", "exporter", "admin"]
OWN = os.environ.get("CONTRACT_ROLE")

# What is wrong with a request itself is said first, no matter who sends it.
MALFORMED = {400, 404, 405, 406, 413, 415}


def needed(case):
    """The role that a request takes, as the contract says."""
    if case.path.endswith("/erase") and case.method.upper() == "POST":
        return "admin"
    if case.method.upper() in ("POST", "PUT", "PATCH", "DELETE") and case.path.startswith("/api/customers"):
        return "agent"
    if case.path == "/api/changes" and case.method.upper() in ("GET", "HEAD"):
        return "agent" if "cursor" in (case.query or {}) else "exporter"
    return "reader"


@schemathesis.check
def role_is_kept(ctx, response, case):
    # A browser's question beforehand, which a gateway answers by the page's origin.
    if case.method.upper() == "OPTIONS":
        return
    if OWN and ROLES.index(OWN) < ROLES.index(needed(case)):
        assert response.status_code in MALFORMED | {403}, f"{OWN} got {response.status_code}: this takes {needed(case)}"
    else:
        assert response.status_code != 403, f"{OWN or 'a server without tokens'} got 403: this takes {needed(case)}"
