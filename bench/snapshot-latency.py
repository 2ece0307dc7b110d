#!/usr/bin/env python3
"""Shows what a BGSAVE costs: latency of an open load with and without it, for each server in turn.

    python3 bench/snapshot-latency.py --probe PROBE --collections ring=bin/ringhold-server redis=redis-server

The load is that of a program such as PROBE (arguments PORT SECONDS RATE KEYS VALUE_BYTES WRITE_PERCENT, prints its latencies), which sleeps
while nothing is due. With --collections a tenth of the load is ZADD and HSET, in turn, to values of a million elements, sent by this program.
"""
import argparse
import pathlib
import random
import socket
import subprocess
import threading
import time

import started

ELEMENTS = 1_000_000
BIN = pathlib.Path(__file__).resolve().parent.parent / "bin"


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reply = self.socket.makefile("rb")

    def ask(self, *words):
        self.socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))
        line = self.reply.readline()
        if line[:1] == b"-":
            raise SystemExit(f"{words[0].decode()}: {line.decode().strip()}")
        return self.reply.read(int(line[1:]) + 2) if line[:1] == b"$" else line

    def persistence(self):
        lines = self.ask(b"INFO", b"persistence").decode().splitlines()
        return {name: value for name, colon, value in (line.partition(":") for line in lines) if colon}


class Collections(threading.Thread):
    """Sends ZADD and HSET in turn at times fixed beforehand, and keeps how long after these they were answered."""

    def __init__(self, port, rate):
        super().__init__(daemon=True)
        self.client, self.rate, self.seconds, self.ended = Client(port), rate, [], threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        self.join()

    def run(self):
        start, sent = time.monotonic(), 0
        while not self.ended.is_set():
            due = start + sent / self.rate
            time.sleep(max(0, due - time.monotonic()))
            element = b"key:%012d" % random.randrange(ELEMENTS)
            if sent % 2:
                self.client.ask(b"ZADD", b"bigz", b"%d" % random.randrange(10**9), element)
            else:
                self.client.ask(b"HSET", b"bigh", element, b"v" * 300)
            sent += 1
            self.seconds.append(time.monotonic() - due)


def fill(port, options):
    Client(port).ask(b"DEBUG", b"POPULATE", b"%d" % options.keys, b"key", b"%d" % options.value_size)
    if options.collections:
        for command in ("ZADD bigz {int} {key}", "HSET bigh {key} {value}"):
            subprocess.run([BIN / "ringhold-bench", "run", "-q", "-p", str(port), "--distribution", "sequential", "--keys", str(ELEMENTS), "--warmup", "0s",
                            "-n", str(ELEMENTS), "-P", "16", "-d", "300", "--command", command], check=True, stdout=subprocess.DEVNULL)


def probe(port, seconds, options):
    share = options.rate // 10 if options.collections else 0
    command = [options.probe, port, seconds, options.rate - share, options.keys, options.value_size, 20]
    run = lambda: subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    if not share:
        return run()
    with Collections(port, share) as collections:
        text = run()
    times = sorted(collections.seconds)
    return f"{text}; ZADD and HSET p99 {times[int(len(times) * 0.99)] * 1e3:.1f} max {times[-1] * 1e3:.1f} ms"


class Save(threading.Thread):
    """Starts a BGSAVE after a second and awaits its end, asking ten times a second over one connection."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.client, self.took = Client(port), "not ended"

    def run(self):
        time.sleep(1)
        begun = time.monotonic()
        self.client.ask(b"BGSAVE")
        while self.client.persistence()["rdb_bgsave_in_progress"] == "1":
            time.sleep(0.1)
        self.took = f"{time.monotonic() - begun:.1f} s, {self.client.persistence()['rdb_last_bgsave_status']}"


def measure(name, launch, port, options):
    with started.server(launch, port, "--enable-debug-command", "yes"):
        fill(port, options)
        probe(port, 5, options)
        print(f"{name:<8} quiet   {probe(port, options.seconds, options)}", flush=True)
        save = Save(port)
        save.start()
        text = probe(port, options.seconds, options)
        save.join()
        print(f"{name:<8} BGSAVE  {text}; took {save.took}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", nargs="+", metavar="NAME=COMMAND")
    parser.add_argument("--probe", required=True)
    parser.add_argument("--collections", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=7950)
    parser.add_argument("--rate", type=int, default=4000)
    parser.add_argument("--keys", type=int, default=5_000_000)
    parser.add_argument("--value-size", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=12, help="of each phase")
    options = parser.parse_args()
    for _ in range(options.rounds):
        for server in options.servers:
            name, _, launch = server.partition("=")
            measure(name, launch, options.port, options)


main()
