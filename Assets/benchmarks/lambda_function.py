"""The lambda topic: customers-lambda beside a bare loop on Node 20, and beside boto3 on the runtime client of Python."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from figures import Table, number, quantile, spread
from runtime_api import RuntimeAPI, StubDynamoDB

PEERS = Path(__file__).parent / "peers"
ID = "6f1e2d3c-0000-4000-8000-000000000000"


def run(context):
    package, tools = context.lambda_package()
    folder = context.directory("lambda")
    subprocess.run(["python3", "-m", "zipfile", "-e", str(package), str(folder)], check=True)
    program = folder / "bootstrap"
    program.chmod(0o755)
    stub = StubDynamoDB()
    ours, node = [str(program)], [shutil.which("node"), str(PEERS / "bare-loop.mjs")]
    starts, requests = (10, 200) if context.quick else (40, 1000)

    context.say("lambda: starts")
    table = Table("customers-lambda: start, size, memory", ["customers-lambda", "a bare loop on Node 20"])
    times = {"ours": [], "node": []}
    for _ in range(starts):
        times["ours"].append(start_milliseconds(ours, stub))
        if node[0]:
            times["node"].append(start_milliseconds(node, stub))
    medians = [quantile(times[name], 0.5) for name in ("ours", "node")]
    table.add("start to first /invocation/next, ms p50", "≤ 6", *map(number, medians))
    if node[0]:
        table.add("… part of Node's", "≤ 1/10", f"1/{medians[1] / medians[0]:.1f}", "–")
    table.add("package, MB", "≤ 12", number(package.stat().st_size / 1e6), "–")

    context.say("lambda: memory")
    rows = [memory(ours, stub, requests)] + ([memory(node, stub, requests)] if node[0] else [])
    rows += [("–",) * 3] * (2 - len(rows))
    for index, (figure, budget) in enumerate(
            [("resident after the start, MB", None), (f"resident after {requests:,} requests, MB", "≤ 24"),
             (f"… grown in the last {requests:,} of {2 * requests:,}, MB", "< 1")]):
        table.add(figure, budget, *(number(row[index]) if row[index] != "–" else "–" for row in rows))
    table.notes += [f"p50 of {starts} starts, in turns. DynamoDB is a stub on loopback, which customers-lambda asks once before "
                    "its first event; the bare loop asks nobody."]
    yield table

    context.say("lambda: the emulator")
    yield emulator_table(ours, stub, tools, requests)
    context.say("lambda: processor time")
    yield processor_table(ours, stub, tools, requests)


class Program:
    """A function's program on a Runtime API of its own."""

    def __init__(self, command, stub, environment=None):
        self.api = RuntimeAPI()
        variables = {"PATH": os.environ["PATH"], "AWS_LAMBDA_RUNTIME_API": self.api.address, **stub.environment,
                     **(environment or {})}
        self._process = subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL)
        self.api.wait_for_program()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.api.close()

    def ended_by(self, number):
        """The exit status after a signal; negative when the signal ended it."""
        self._process.send_signal(number)
        return self._process.wait(timeout=30)

    def invoke(self, event):
        answer = json.loads(self.api.invoke(event))
        if answer.get("statusCode") != 200:
            raise RuntimeError(f"the function answered {answer}")

    def resident_megabytes(self):
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def processor_seconds(self):
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start_milliseconds(command, stub):
    """From the fork to the bytes of the first request, by a socket and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        environment = {"PATH": os.environ["PATH"], "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{listener.getsockname()[1]}",
                       **stub.environment}
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        with listener.accept()[0] as connection:
            request = connection.recv(4096)
            seconds = time.perf_counter() - started
            process.kill()
            process.wait()
    if b"/invocation/next" not in request:
        raise RuntimeError(f"the program began with {request!r}")
    return seconds * 1000


def event(path, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return json.dumps({
        "version": "2.0", "routeKey": "ANY /api/{proxy+}", "rawPath": path, "rawQueryString": text,
        "queryStringParameters": query, "headers": {"accept": "application/json", "host": "x.example.com"},
        "requestContext": {"http": {"method": "GET", "path": path}, "stage": "$default", "requestId": "r"},
        "isBase64Encoded": False}).encode()


EVENTS = {"get": event(f"/api/customers/{ID}"), "a list of 25": event("/api/customers", limit="25")}


def memory(command, stub, requests):
    mix = [event("/api/health"), *EVENTS.values()]
    with Program(command, stub) as program:
        resident = [program.resident_megabytes()]
        for _ in range(2):
            for index in range(requests):
                program.invoke(mix[index % len(mix)])
            resident.append(program.resident_megabytes())
    return resident[0], resident[1], resident[2] - resident[1]


def emulator_table(ours, stub, tools, requests):
    """Warm requests through AWS's own Runtime Interface Emulator, in turns with the least that can be behind it."""
    table = Table("Warm requests on AWS's Runtime Interface Emulator", ["customers-lambda", "the emulator itself", "difference"])
    health = event("/api/health")
    with Emulator(tools, ours, stub.environment) as program, \
            Emulator(tools, ["python3", str(PEERS / "bare_loop.py")], {}) as bare:
        times = {program: [], bare: []}
        for index in range(requests + 50):
            for emulator in times:
                milliseconds = emulator.invoke(health)
                if index >= 50:
                    times[emulator].append(milliseconds)
    own, least = times[program], times[bare]
    table.add("health, ms p50", "≤ 1 more", number(quantile(own, 0.5)), number(quantile(least, 0.5)),
              number(quantile(own, 0.5) - quantile(least, 0.5)))
    table.add("health, ms p50 / p99", None, spread(own), spread(least), "–")
    table.notes.append(f"{requests:,} requests each, in turns. Behind the emulator itself is a loop of 20 lines that always says the "
                       "same.")
    return table


class Emulator:
    """The Runtime Interface Emulator with a program behind it."""

    def __init__(self, tools, command, environment):
        ports = free_ports(2)
        self._url = f"http://127.0.0.1:{ports[0]}/2015-03-31/functions/function/invocations"
        self._process = subprocess.Popen(
            [str(tools / "rie"), "--log-level", "error", "--runtime-interface-emulator-address",
             f"127.0.0.1:{ports[0]}", "--runtime-api-address", f"127.0.0.1:{ports[1]}", *command],
            env={"PATH": os.environ["PATH"], **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)

    def __enter__(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                self.invoke(event("/api/health"))
                return self
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def __exit__(self, *_):
        # The emulator starts the program in a group of its own, and ends it when it is asked to leave itself.
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()

    def answer(self, event):
        with urllib.request.urlopen(urllib.request.Request(self._url, data=event), timeout=30) as response:
            return json.load(response)

    def invoke(self, event):
        """The milliseconds of one request."""
        start = time.perf_counter()
        answer = self.answer(event)
        if answer.get("statusCode") != 200:
            raise RuntimeError(f"the function answered {answer}")
        return (time.perf_counter() - start) * 1000


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def processor_table(ours, stub, tools, requests):
    """What a request costs the function's own process."""
    table = Table("Processor time for a request, over a stub DynamoDB", ["customers-lambda", "Python", "part of Python's"])
    python = [str(tools / "python/bin/python"), "-m", "awslambdaric", "boto3_function.handler"]
    peer = {"PYTHONPATH": str(PEERS), "PYTHONDONTWRITEBYTECODE": "1", "AWS_LAMBDA_FUNCTION_NAME": "f",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "AWS_LAMBDA_FUNCTION_VERSION": "1", "LAMBDA_TASK_ROOT": str(PEERS)}
    with Program(ours, stub) as program, Program(python, stub, peer) as other:
        for name, one in EVENTS.items():
            costs = [processor_milliseconds(each, one, requests) for each in (program, other)]
            table.add(f"{name}, ms", "≤ 1/3", *map(number, costs), f"1/{costs[1] / costs[0]:.1f}")
    table.notes.append(f"{requests:,} requests each, after 100 that do not count. Python runs awslambdaric and boto3.")
    return table


def processor_milliseconds(program, one, requests):
    for _ in range(100):
        program.invoke(one)
    before = program.processor_seconds()
    for _ in range(requests):
        program.invoke(one)
    return (program.processor_seconds() - before) * 1000 / requests
