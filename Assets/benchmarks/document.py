"""Puts a topic's tables into Assets/docs/performance.md, between the topic's own markers."""

from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/performance.md"


def replace(topic, text, page=PAGE):
    """Everything else on the page stays as it is, the other topics' figures included."""
    begin, end = f"<!-- bench:{topic} -->\n", f"<!-- bench:{topic}:end -->\n"
    before, begins, rest = page.read_text().partition(begin)
    _, ends, after = rest.partition(end)
    if not begins or not ends:
        raise LookupError(f"{page} has no place for the topic {topic}: it needs the lines {begin}and {end}")
    page.write_text(before + begin + text.rstrip("\n") + "\n" + end + after)
