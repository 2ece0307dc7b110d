"""Servers that the scripts beside this file start and measure."""
import contextlib
import shlex
import socket
import subprocess
import tempfile
import time


@contextlib.contextmanager
def server(launch, port, *options):
    """A server with an empty folder, from its first PONG to the end of the block, however that ends; yields its process."""
    if _is_taken(port):
        raise SystemExit(f"something listens on port {port} already")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            shlex.split(launch) + ["--port", str(port), "--save", "", "--appendonly", "no", "--dir", folder, *options],
            stdout=subprocess.DEVNULL)
        try:
            _await_pong(launch, process, port)
            yield process
        finally:
            process.terminate()
            process.wait()


def _is_taken(port):
    """Whether a server is there already: it would be taken for the one that is started."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    except OSError:
        return False


def _await_pong(launch, process, port):
    while True:
        if process.poll() is not None:
            raise SystemExit(f"{launch} has ended before it listened on port {port}")
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"PING\r\n")
                if connection.recv(5) == b"+PONG":
                    return
        except OSError:
            pass
        time.sleep(0.05)
