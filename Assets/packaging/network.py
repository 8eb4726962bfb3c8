"""A network that nobody else is on (unshare --net): its one interface, a name server, and a proxy."""

import fcntl
import socket
import struct
import threading


def raise_loopback():
    with socket.socket() as one:
        up = 0x8914, struct.pack("16sh", b"lo", 1)  # SIOCSIFFLAGS, IFF_UP
        fcntl.ioctl(one, *up)


class NameServer:
    """Answers on port 53. Of a name, `addresses` gives those of IPv4 and IPv6, or None where there is no such name. What was asked
    for is in `names`."""

    def __init__(self, addresses):
        self.addresses, self.names = addresses, set()
        self.server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.server.bind(("127.0.0.1", 53))
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self):
        while True:
            query, client = self.server.recvfrom(512)
            end, labels = 12, []
            while length := query[end]:
                labels.append(query[end + 1:end + 1 + length].decode())
                end += 1 + length
            name = ".".join(labels).lower()
            self.names.add(name)
            found = self.addresses(name)
            four, six = found or ([], [])
            kind = query[end + 1:end + 3]
            data = {b"\0\1": [socket.inet_aton(one) for one in four],
                    b"\0\x1c": [socket.inet_pton(socket.AF_INET6, one) for one in six]}.get(kind, [])
            # RFC 1035 §4.1: the header, the question, and each address for a minute.
            answers = b"".join(b"\xc0\x0c" + kind + b"\0\1\0\0\0\x3c" + struct.pack(">H", len(one)) + one for one in data)
            head = query[:2] + (b"\x81\x80" if found else b"\x81\x83") + struct.pack(">4H", 1, len(data), 0, 0)
            self.server.sendto(head + query[12:end + 5] + answers, client)


class Proxy:
    """Connects to whatever it is asked for (RFC 9110, CONNECT), always on this machine; `asked` has the names and ports."""

    def __init__(self, port):
        self.asked, self.server = [], socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            threading.Thread(target=self.serve, args=self.server.accept()[:1], daemon=True).start()

    def serve(self, client):
        head = b""
        while b"\r\n\r\n" not in head and (piece := client.recv(4096)):
            head += piece
        target = head.split(b" ")[1].decode()
        self.asked.append(target)
        server = socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])))
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        threading.Thread(target=self.copy, args=(client, server), daemon=True).start()
        self.copy(server, client)

    @staticmethod
    def copy(source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
