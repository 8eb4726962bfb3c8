"""The list of what a program is made of, as SPDX 2.3 in JSON, and what is wrong with such a list.
https://spdx.github.io/spdx-spec/v2.3/"""

import hashlib
import re

NAMESPACE = "https://customers.example.org/spdx"
IDENTIFIER = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# §4, §6, §7: what a document and each package has to say.
OF_DOCUMENT = {"spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages", "relationships"}
OF_PACKAGE = {
    "SPDXID",
    "name",
    "versionInfo",
    "downloadLocation",
    "filesAnalyzed",
    "licenseConcluded",
    "licenseDeclared",
    "copyrightText",
}


def document(program, version, date, digest, components):
    """`digest` is the program's own SHA-256, so that a list cannot be taken for another build's."""
    itself = package(identifier(program), program, version, "NOASSERTION", "NOASSERTION") | {
        "primaryPackagePurpose": "APPLICATION",
        "checksums": [{"algorithm": "SHA256", "checksumValue": digest}],
    }
    parts = [
        package(identifier(one.name), one.name, one.version, one.licence, location(one))
        | {
            "sourceInfo": f"From {one.origin}, linked statically",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": one.locator}],
        }
        for one in components
    ]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{program}-{version}",
        "documentNamespace": f"{NAMESPACE}/{program}-{version}-{digest[:16]}",
        "creationInfo": {"created": date, "creators": ["Tool: Assets/package"]},
        "packages": [itself, *parts],
        "relationships": [
            relation("SPDXRef-DOCUMENT", "DESCRIBES", itself["SPDXID"]),
            *(relation(itself["SPDXID"], "STATIC_LINK", part["SPDXID"]) for part in parts),
        ],
    }


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", name.replace("++", "pp"))


def location(component):
    return f"git+{component.origin}@{component.version}" if component.origin.startswith("https:") else "NOASSERTION"


def package(name, title, version, licence, where):
    return {
        "SPDXID": name,
        "name": title,
        "versionInfo": version,
        "downloadLocation": where,
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
    }


def relation(one, kind, other):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


def faults(read):
    """What is wrong with a document, one sentence each."""
    yield from (f"the document has no {name}" for name in sorted(OF_DOCUMENT - read.keys()))
    if (read["spdxVersion"], read["dataLicense"], read["SPDXID"]) != ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"):
        yield "the document is no SPDX 2.3"
    if not DATE.fullmatch(read["creationInfo"]["created"]) or not read["creationInfo"]["creators"]:
        yield "the document does not say when or by whom it was made"
    if not re.fullmatch(r"https?://[^#\s]+", read["documentNamespace"]):
        yield "the document's name space is no URI without a fragment"
    names = [one["SPDXID"] for one in read["packages"]]
    yield from (f"{name} is there twice" for name in set(names) if names.count(name) > 1)
    for one in read["packages"]:
        yield from (f"{one['SPDXID']} has no {name}" for name in sorted(OF_PACKAGE - one.keys()))
        if not IDENTIFIER.fullmatch(one["SPDXID"]):
            yield f"{one['SPDXID']} is no identifier"
        for reference in one.get("externalRefs", []):
            if not re.fullmatch(r"pkg:[a-z]+/[^\s@]+@[^\s@]+", reference["referenceLocator"]):
                yield f"{one['SPDXID']} has a locator that is none: {reference['referenceLocator']}"
        for checksum in one.get("checksums", []):
            if not re.fullmatch("[0-9a-f]{64}", checksum["checksumValue"]):
                yield f"{one['SPDXID']} has a checksum that is none"
    known = {"SPDXRef-DOCUMENT", *names}
    for one in read["relationships"]:
        yield from (
            f"a relationship names {end}" for end in (one["spdxElementId"], one["relatedSpdxElement"]) if end not in known
        )
    related = {one["relatedSpdxElement"] for one in read["relationships"]}
    yield from (f"nothing leads to {name}" for name in names if name not in related)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
