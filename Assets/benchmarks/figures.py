"""Figures, and the Markdown they are printed as."""

import os
import platform
import time
from dataclasses import dataclass, field
from pathlib import Path


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else None


def number(value):
    """A figure with two or three digits that say something."""
    if value is None:
        return "–"
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values):
    return f"{number(quantile(values, 0.5))} / {number(quantile(values, 0.99))}"


@dataclass
class Table:
    """One topic: a row for each figure, a column for each program."""

    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, figure, budget, *values):
        self.rows.append([figure, budget or "–", *values])

    def __str__(self):
        head = ["figure", "budget", *self.columns]
        lines = [f"### {self.title}", "", self._line(head), self._line(["---"] * len(head))]
        lines += [self._line(row) for row in self.rows]
        lines += ["", *[f"- {note}" for note in self.notes]] if self.notes else []
        return "\n".join(lines) + "\n"

    @staticmethod
    def _line(cells):
        return "| " + " | ".join(cells) + " |"


def machine():
    """The machine of this run, in one line."""
    names = (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
             if line.startswith(("model name", "Model")))
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (f"Measured on {next(names, platform.machine())}, {os.cpu_count()} cores, {gigabytes:.0f} GB, "
            f"Linux {'.'.join(platform.release().split('.')[:2])}, {time.strftime('%Y-%m-%d')}; "
            f"load average at the start {os.getloadavg()[0]:.1f}.")
