"""A Lambda Runtime API and a DynamoDB that knows nobody, each on a free loopback port, for programs to be measured on."""

import json
import multiprocessing
import queue
import socket
import threading
import time


class HTTPPeer:
    """Answers HTTP/1.1 requests by `answer(method, path, fields, body)`, a thread for each of a few connections, started
    before they come, so that nobody's start is measured with that of a thread."""

    CONNECTIONS = 16

    def __init__(self, port=0, tls=None):
        self._tls = tls
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        for _ in range(self.CONNECTIONS):
            threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._serve_until_lost(connection)

    def _serve_until_lost(self, connection):
        try:
            self._serve(self._tls.wrap_socket(connection, server_side=True) if self._tls else connection)
        except OSError:
            pass  # The program has ended.

    def _serve(self, connection):
        received = b""
        with connection:
            while True:
                while b"\r\n\r\n" not in received:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    received += piece
                head, _, received = received.partition(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").split("\r\n")
                fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                length = int(fields.get("content-length", 0))
                while len(received) < length:
                    received += connection.recv(65536)
                body, received = received[:length], received[length:]
                method, path, _ = first.split(" ", 2)
                status, own, body = self.answer(method, path, fields, body)
                own = {"Content-Type": "application/json", **own, "Content-Length": len(body)}
                lines = "".join(f"{name}: {value}\r\n" for name, value in own.items())
                connection.sendall(f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode() + body)


class RuntimeAPI(HTTPPeer):
    """Hands events to one program, one after the other."""

    def __init__(self):
        self._events, self._answers, self._seen = queue.Queue(), queue.Queue(), queue.Queue()
        self._number = 0
        super().__init__()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def wait_for_program(self, seconds=30):
        """Until it has asked for its first event; fails when it says that it cannot start."""
        path, body = self._seen.get(timeout=seconds)
        if not path.endswith("/invocation/next"):
            raise RuntimeError(f"the program said: {body.decode()}")

    def invoke(self, event, seconds=60):
        self._events.put(event)
        return self._answers.get(timeout=seconds)

    def answer(self, method, path, fields, body):
        self._seen.put((path, body))
        if path.endswith("/invocation/next"):
            event = self._events.get()
            self._number += 1
            return 200, {
                "Lambda-Runtime-Aws-Request-Id": f"request-{self._number}",
                "Lambda-Runtime-Deadline-Ms": int((time.time() + 30) * 1000),
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:1:function:f",
            }, event
        self._answers.put(body)
        return 202, {}, b'{"status":"OK"}'


def _key(partition, sort=None):
    parts = [{"AttributeName": partition, "KeyType": "HASH"}]
    return parts + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])


class StubDynamoDB:
    """A table that answers from a process of its own, so that it takes no time from what is measured."""

    TABLE = "customers"
    REGION = "eu-central-1"

    def __init__(self):
        receiver, sender = multiprocessing.Pipe(duplex=False)
        self._process = multiprocessing.get_context("fork").Process(target=self._serve, args=(sender,), daemon=True)
        self._process.start()
        self.port = receiver.recv()

    @staticmethod
    def _serve(sender):
        sender.send(SameCustomer().port)
        threading.Event().wait()

    @property
    def environment(self):
        return {"AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{self.port}", **self.settings()}

    @classmethod
    def settings(cls):
        return {
            "AWS_REGION": cls.REGION, "AWS_DEFAULT_REGION": cls.REGION, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "DYNAMODB_TABLE_NAME": cls.TABLE, "CUSTOMERS_AUTH": "NONE",
        }


class SameCustomer(HTTPPeer):
    """The same customer under every key, on every page as often as the page has room."""

    def __init__(self, **place):
        indexes = {"search-index": _key("ix_pk", "ix_sk"), "changes-index": _key("ch_pk", "ch_sk"),
                   "email-index": _key("email")}
        self._description = json.dumps({"Table": {
            "TableName": StubDynamoDB.TABLE, "TableId": "0a0b0c0d-0000-4000-8000-000000000001", "TableStatus": "ACTIVE",
            "KeySchema": _key("customer_id"), "GlobalSecondaryIndexes": [
                {"IndexName": name, "IndexStatus": "ACTIVE", "KeySchema": key} for name, key in indexes.items()],
        }}).encode()
        self._pages = {}
        super().__init__(**place)

    def answer(self, method, path, fields, body):
        operation = fields.get("x-amz-target", "").rpartition(".")[2]
        match operation:
            case "DescribeTable": answer = self._description
            case "GetItem": answer = json.dumps({"Item": self.item(0)}).encode()
            case "Query": answer = self._page(json.loads(body).get("Limit", 25))
            case _: answer = b"{}"
        return 200, {"Content-Type": "application/x-amz-json-1.0"}, answer

    def _page(self, limit):
        if limit not in self._pages:
            items = [self.item(number) for number in range(limit)]
            self._pages[limit] = json.dumps({"Items": items, "Count": limit, "ScannedCount": limit}).encode()
        return self._pages[limit]

    @staticmethod
    def item(number):
        """A customer as the store keeps it (Sources/AWS/DynamoDBStore/TableLayout.swift)."""
        id = f"6f1e2d3c-0000-4000-8000-{number:012x}"
        texts = {"customer_id": id, "name": "Ana Núñez", "email": f"ana.nunez{number}@example.com",
                 "phone": "+44 20 7946 0070", "address": "1 High Street\nLondon", "ix_pk": "n",
                 "ix_sk": f"ana nunez\u0001{id}", "ch_pk": "c"}
        moments = dict.fromkeys(("registration_date", "created_at", "updated_at"), "1709290200123456")
        numbers = {**moments, "version": "3"}
        return {**{name: {"S": text} for name, text in texts.items()},
                **{name: {"N": text} for name, text in numbers.items()}}
