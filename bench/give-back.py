#!/usr/bin/env python3
"""Shows how memory goes back to the system after a random part of all keys has been deleted.

    python3 bench/give-back.py --port 7001 --keys 5000000 --value-bytes 300 --delete 0.9

Fills an empty server, deletes, and then tells once a second what INFO says. The ratio is of what the process has more than
when it was empty, to what the data take more; 1.2 after 10 seconds is the goal. Any server that speaks Redis' protocol will do.
"""
import argparse
import random
import socket
import time

BATCH = 1000


class Client:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port))
        self.input = self.socket.makefile("rb")

    def send(self, commands):
        self.socket.sendall(b"".join(
            b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)
            for words in commands))

    def read(self):
        line = self.input.readline()
        if line[:1] == b"-":
            raise SystemExit("the server says: " + line.decode().strip())
        if line[:1] == b"$":
            return self.input.read(int(line[1:]) + 2)[:-2]
        return line[1:-2]

    def call(self, *words):
        self.send([words])
        return self.read()

    def batches(self, commands):
        """Sends commands, so many at a time that the server is never idle."""
        batch, waiting = [], 0
        for command in commands:
            batch.append(command)
            if len(batch) == BATCH:
                self.send(batch)
                waiting, batch = waiting + len(batch), []
                while waiting > BATCH:
                    self.read()
                    waiting -= 1
        self.send(batch)
        for _ in range(waiting + len(batch)):
            self.read()

    def info(self):
        fields = {}
        for line in self.call(b"INFO", b"everything").decode().splitlines():
            name, colon, value = line.partition(":")
            if colon:
                fields[name] = value
        return fields


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=6379)
    parser.add_argument("--keys", type=int, default=5_000_000)
    parser.add_argument("--value-bytes", type=int, default=300)
    parser.add_argument("--delete", type=float, default=0.9, help="part of the keys to delete")
    parser.add_argument("--seconds", type=int, default=15, help="how long to look on afterwards")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    client = Client(options.host, options.port)
    if client.call(b"DBSIZE") != b"0":
        raise SystemExit("the server is not empty")
    chosen = random.Random(options.seed)
    value = b"v" * options.value_bytes
    empty = client.info()
    client.batches((b"SET", b"key:%012d" % i, value) for i in range(options.keys))
    full = client.info()
    started = time.monotonic()
    client.batches((b"DEL", b"key:%012d" % i) for i in range(options.keys) if chosen.random() < options.delete)
    deleted = time.monotonic()
    print("filled: rss %s MB, data %s MB; deleted in %.1f s" % (
        mega(full["used_memory_rss"]), mega(full["used_memory"]), deleted - started))
    print("%8s %9s %9s %7s %9s %9s %12s" % ("seconds", "rss MB", "data MB", "ratio", "frag", "running", "moved"))
    for second in range(options.seconds + 1):
        time.sleep(max(0, deleted + second - time.monotonic()))
        now = client.info()
        grown = int(now["used_memory_rss"]) - int(empty["used_memory_rss"])
        data = int(now["used_memory"]) - int(empty["used_memory"])
        print("%8d %9s %9s %7.2f %9s %9s %12s" % (
            second, mega(now["used_memory_rss"]), mega(now["used_memory"]), grown / data,
            now.get("allocator_frag_ratio", "-"), now.get("active_defrag_running", "-"),
            now.get("active_defrag_hits", "-")))
    print("empty: rss %s MB" % mega(empty["used_memory_rss"]))


def mega(text):
    return "%.1f" % (int(text) / 1e6)


if __name__ == "__main__":
    main()
