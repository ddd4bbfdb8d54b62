"""Bounded load on a server of our own on loopback.

Closed loops of keep-alive connections, and wrk where rate is asked.
"""

import http.client
import re
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.servers import Server


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU milliseconds of the server per request, requests a second, and how long one took (median, ms)."""

    cpu_ms: float
    rate: float
    median_ms: float
    requests: int


def closed_loop(
    server: Server, connections: int, requests: int, call: Callable[[http.client.HTTPConnection, int, int], None]
) -> Measured:
    """`requests` calls over `connections` connections.

    Call(connection, index of the connection, number of the call).
    """
    times: list[float] = []
    faults: list[BaseException] = []
    each = requests // connections

    def run(index: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            for number in range(each):
                began = time.perf_counter()
                call(connection, index, number)
                times.append(time.perf_counter() - began)
        except BaseException as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(connections)]
    cpu, began = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, used = time.perf_counter() - began, server.cpu_seconds() - cpu
    if faults:
        raise faults[0]
    return Measured(used / len(times) * 1000, len(times) / took, statistics.median(times) * 1000, len(times))


def get(path: str, headers: dict[str, str]) -> Callable[[http.client.HTTPConnection, int, int], None]:
    """A call that fetches one page and insists on 200."""

    def call(connection: http.client.HTTPConnection, _index: int, _number: int) -> None:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")

    return call


def wrk(server: Server, path: str, headers: dict[str, str], *, connections: int, seconds: int) -> Measured:
    """Let wrk fetch one page for some seconds; CPU is the server's, rate is wrk's."""
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    cpu = server.cpu_seconds()
    printed = subprocess.run([*command, server.address + path], capture_output=True, text=True, check=True).stdout
    used = server.cpu_seconds() - cpu
    count = int(_found(r"(\d+) requests in", printed))
    if "Non-2xx" in printed:
        raise RuntimeError(f"{path}: {printed}")
    return Measured(used / count * 1000, float(_found(r"Requests/sec:\s+([\d.]+)", printed)), _ms(printed), count)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk printed no {pattern}: {text}")
    return match.group(1)


def _ms(printed: str) -> float:
    match = re.search(r"50%\s+([\d.]+)(us|ms|s)", printed)
    if match is None:
        return 0.0
    return float(match.group(1)) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[match.group(2)]


def median_of(runs: Sequence[Measured]) -> Measured:
    """The medians of several runs, each figure by itself."""
    return Measured(
        statistics.median(run.cpu_ms for run in runs),
        statistics.median(run.rate for run in runs),
        statistics.median(run.median_ms for run in runs),
        sum(run.requests for run in runs),
    )
