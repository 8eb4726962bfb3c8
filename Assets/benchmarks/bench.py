"""Runs the topics that were asked for and prints their Markdown tables; --write puts them into the documents as well."""

import argparse
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import cache
import document
import drain
import hang
import host
import journal
import lambda_function
import operating
import security
import service
import serving
import store
import terminal
import waiting
from figures import machine

TOPICS = {
    "terminal": terminal.run, "hang": hang.run, "store": store.run, "journal": journal.run,
    "http": service.run, "serving": serving.run, "operating": operating.run, "waiting": waiting.run, "security": security.run,
    "cache": cache.run, "sync": drain.run, "lambda": lambda_function.run, "host": host.run,
}
BUILD = Path(__file__).parents[2] / ".build"


class Context:
    """What every topic is given: programs, room for files, and how long it may take."""

    def __init__(self, programs, work, quick):
        self._programs, self.work, self.quick = programs, work, quick

    def program(self, name):
        path = self._programs / name
        if not path.is_file():
            raise FileNotFoundError(f"there is no {name} in {self._programs}; build it, or name another --programs")
        return path

    def lambda_package(self):
        """The function's package, and the folder of AWS's tools (Assets/lib/infrastructure-tools.sh)."""
        return BUILD / "lambda/customers-lambda.zip", BUILD / "infrastructure"

    def fastapi_python(self):
        """Of the environment that Assets/bench makes for the server in FastAPI."""
        return BUILD / "fastapi/bin/python"

    def directory(self, name):
        path = self.work / name
        path.mkdir()
        return path

    def say(self, text):
        print(f"{text} …", file=sys.stderr, flush=True)


def tables(topic, context):
    """The machine and how busy it was, then the topic's tables as they are ready."""
    yield machine() + "\n"
    yield from map(str, TOPICS[topic](context))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--only", choices=TOPICS)
    # A quick run's figures are not worth writing down.
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true")
    length.add_argument("--write", action="store_true")
    options = parser.parse_args()
    # Leaving by an exception ends the servers and removes their files.
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, lambda received, _: sys.exit(128 + received))

    failed = False
    with tempfile.TemporaryDirectory(prefix="customers-bench-") as work:
        context = Context(options.programs, Path(work), options.quick)
        for name in [options.only] if options.only else TOPICS:
            try:
                texts = []
                for text in tables(name, context):
                    print(text, flush=True)
                    texts.append(text)
                if options.write:
                    document.replace(name, "\n".join(texts))
            except Exception:  # One topic that fails keeps none of the others from running.
                failed = True
                print(f"The topic {name} could not run:", file=sys.stderr)
                traceback.print_exc()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
