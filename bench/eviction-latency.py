#!/usr/bin/env python3
"""Shows what eviction costs: latency and memory of a full cache under each policy, beside the same server without a limit.

    python3 bench/eviction-latency.py --server bin/ringhold-server --minutes 10

For each policy: fills the server to maxmemory and half beyond it, then sends GETs and SETs of Zipfian keys in the open loop at
half of what the server without limit can take, and meanwhile asks ten times a second how much memory is in use. After each policy the
same runs for a tenth of the time against a server without limit, filled with the same keys, which stays up: the latencies
of a policy are to be compared with those before and after. Any server with Redis' options will do, with --policies if it
has fewer.
"""
import argparse
import json
import pathlib
import socket
import subprocess
import threading

import started

POLICIES = ["allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "noeviction",
            "allkeys-lrm", "volatile-lrm"]
BENCH = pathlib.Path(__file__).resolve().parent.parent / "bin" / "ringhold-bench"


def ask(port, command):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(command + b"\r\n")
        reply = connection.makefile("rb")
        line = reply.readline()
        return reply.read(int(line[1:])) if line[:1] == b"$" else line


def info(port, section):
    fields = (line.partition(":") for line in ask(port, b"INFO " + section).decode().splitlines())
    return {name: value for name, colon, value in fields if colon}


class MemoryWatch(threading.Thread):
    """Asks a server ten times a second how much memory it uses, and keeps the most."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.most, self.ended = port, 0, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        self.join()

    def run(self):
        while not self.ended.wait(0.1):
            fields = info(self.port, b"memory")
            self.most = max(self.most, int(fields["used_memory"]) - int(fields.get("mem_not_counted_for_evict", 0)))


def bench(port, keys, *options):
    command = [BENCH, "-p", str(port), "--keys", str(keys), "--value-size", "64", "--quiet", "--format", "json", *options]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def write(policy):
    return "SET {key} {value}" + (" EX 100000" if policy.startswith("volatile") else "")


def fill(port, keys, policy):
    bench(port, keys, "--distribution", "sequential", "--warmup", "0", "-n", str(keys), "-P", "16", "--command", write(policy))


def load(port, keys, policy, *options):
    return bench(port, keys, "--distribution", "zipfian", "--warmup", "5s",
                 "--command", "GET {key}:4", "--command", write(policy) + ":1", *options)


def row(name, result, memory):
    latency = result["latency_ns"]
    print(f"| {name:<16} | " + " | ".join(f"{latency[p] / 1e6:8.2f}" for p in ("p50", "p99", "p99_9", "p99_99", "max"))
          + f" | {result['errors']:>9,} | {memory}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="bin/ringhold-server")
    parser.add_argument("--port", type=int, default=7940)
    parser.add_argument("--maxmemory", default="500mb")
    parser.add_argument("--keys", type=int, default=7_000_000, help="more than fit")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=int, help="commands a second instead of half of what the server can take")
    parser.add_argument("--policies", default=",".join(POLICIES))
    options = parser.parse_args()
    with started.server(options.server, options.port):
        measure(options)


def measure(options):
    """Each policy in turn, beside the server without a limit, which is up."""
    seconds = options.minutes * 60
    fill(options.port, options.keys, "")
    most = load(options.port, options.keys, "", "--duration", "10s")["throughput_per_second"]
    rate = options.rate or int(most / 2)
    print(f"at most {most:,.0f} commands a second; the load is {rate:,}\n")
    print("| policy           |  p50, ms |      p99 |    p99.9 |   p99.99 |      max |    errors | most memory in use, keys evicted\n" + "| --- " * 8)

    def control():
        with MemoryWatch(options.port):
            result = load(options.port, options.keys, "", "--rate", str(rate), "--duration", f"{seconds / 10:.0f}s")
        row("without limit", result, "")

    control()
    port = options.port + 1
    for policy in options.policies.split(","):
        with started.server(options.server, port, "--maxmemory", options.maxmemory, "--maxmemory-policy", policy):
            fill(port, options.keys, policy)
            with MemoryWatch(port) as watch:
                result = load(port, options.keys, policy, "--rate", str(rate), "--duration", f"{seconds:.0f}s")
            fields = info(port, b"everything")
        row(policy, result, f"{watch.most / int(fields['maxmemory']):.4f} of maxmemory, {int(fields['evicted_keys']):,}")
        control()


main()
