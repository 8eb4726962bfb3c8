"""A cloud of one's own: ministack, with permissions enforced, and a record of what functions ask of it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from checking import AWS, KEYS, TOOLS, check, fail, free_port, run


class Cloud:
    def __init__(self, folder):
        self._folder, self.observed = folder, Recorder()
        self._log = open(folder / "ministack.log", "w+")

    def __enter__(self):
        # The port is free now, and hardly ever taken by another before ministack has it.
        for _ in range(3):
            if self._start(free_port()):
                return self
            self._end()
        self._show_log()
        fail("ministack does not start")

    def __exit__(self, *failure):
        self._end()
        if failure[0] is not None:
            self._show_log()

    def _start(self, port):
        self.url = f"http://127.0.0.1:{port}"
        self.observed.target = port
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(self._folder),
            "SAM": str(TOOLS / "sam/bin/sam"), **KEYS, "AWS_ENDPOINT_URL": self.url}
        variables = {
            "PATH": os.environ["PATH"], "HOME": str(self._folder), "TMPDIR": str(self._folder), "GATEWAY_PORT": str(port),
            "BIND_HOST": "127.0.0.1", "AUTH": "true", "MINISTACK_REGION": KEYS["AWS_REGION"], **KEYS,
            # What the function's own calls go to.
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.observed.port}"}
        # Functions are its children, in the same group.
        self._process = subprocess.Popen([AWS, "-m", "ministack"], env=variables, stdout=self._log, stderr=self._log,
                                         start_new_session=True)
        end = time.monotonic() + 120
        while time.monotonic() < end and self._process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/_ministack/health", timeout=5).close()
                return self._process.poll() is None
            except OSError:
                time.sleep(0.1)
        return False

    def _end(self):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()

    def _show_log(self):
        self._log.seek(0)
        sys.stderr.write(self._log.read()[-6000:])

    def stack(self, *arguments):
        return run("Assets/infrastructure/stack", *arguments, environment=self.environment)

    def deploy(self, suffix, *parameters):
        """Deploys a stack, and returns where its API is."""
        # ministack scales no capacities.
        self.stack("deploy", suffix, "BillingMode=PAY_PER_REQUEST", "DeletionProtection=false", *parameters)
        outputs = {one["OutputKey"]: one["OutputValue"] for one in json.loads(self.stack("outputs", suffix))}
        api = re.match(r"https?://([0-9a-z]+)\.execute-api\.", outputs["ApiEndpoint"]).group(1)
        check(outputs["TableName"] == f"customers-table-{suffix}", f"{suffix} is deployed, and says where it is")
        # Its name is one that no resolver has.
        return f"{self.url}/_aws/execute-api/{api}/$default"

    def aws(self, script):
        """What a script of boto3 prints, as JSON."""
        return json.loads(run(TOOLS / "sam/bin/python", "-c", f"import boto3, json\n{script}", environment=self.environment))


class Recorder:
    """Passes requests on to DynamoDB, and keeps the actions that each needs a permission for."""

    def __init__(self):
        self.actions, self.target = set(), None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            server = socket.create_connection(("127.0.0.1", self.target))
            for one in (connection, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._pass_on, args=(connection, server, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(server, connection, False), daemon=True).start()

    def _pass_on(self, source, destination, is_request):
        try:
            while piece := source.recv(1 << 20):
                if is_request:
                    self._note(piece)
                destination.sendall(piece)
            destination.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _note(self, piece):
        for operation in re.findall(rb"DynamoDB_20120810\.(\w+)", piece):
            if operation != b"TransactWriteItems":
                self.actions.add(operation.decode())
        # Each action of a transaction needs the permission of the operation that does the same (IAM for DynamoDB).
        for action in re.findall(rb'\{"(Put|Delete|Update)":\{', piece):
            self.actions.add(action.decode() + "Item")


def ask(url, method="GET", fields=None):
    request = urllib.request.Request(url, method=method, headers=fields or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read(), response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers
