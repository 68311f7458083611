"""One event loop that carries both listeners and stops them together: requests under way are finished first."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware

from caravan.serving.bodies import WholeBody
from caravan.serving.heads import PatientProtocol
from caravan.serving.listeners import Listeners
from caravan.serving.secure_door import SecureDoor

THREADS = 8
THREAD_NAME = "WSGI"  # as a2wsgi names them
THREAD_SECONDS = 1.0
STOP_SECONDS = 5
KEEP_ALIVE_SECONDS = 75
LOOK_SECONDS = 10.0
SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last one is Ctrl-Break on Windows, which knows no other


class _Listener(uvicorn.Server):
    """One listener of ours: the signals are heard once for all of them."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def serve(
    wsgi_app: Any,
    listeners: Listeners,
    *,
    door: SecureDoor | None = None,
    ready: Callable[[], None] | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> bool:
    """Serve until the process is told to stop; a second signal does not wait for the requests under way.

    ``ready`` is called once both doors are open, ``meanwhile`` every ten seconds, in a thread of its own.
    Returns whether every request ended: one that did not would hold the end of the process.
    """
    carrier = WSGIMiddleware(wsgi_app, workers=THREADS)
    app = WholeBody(carrier)  # type: ignore[arg-type]
    found = [(_Listener(_config(app, None)), listeners.plain)]
    if listeners.secure is not None and door is not None:
        found.append((_Listener(_config(app, door)), listeners.secure))
    servers = [server for server, _socket in found]
    with _hearing_signals(servers):
        asyncio.run(_run(found, ready, meanwhile))
    return _end_threads(carrier.executor)


def _end_threads(executor: ThreadPoolExecutor) -> bool:
    """Let idle threads end; tell whether all did, so that nothing holds the end of the process."""
    executor.shutdown(wait=False, cancel_futures=True)
    ours = [thread for thread in threading.enumerate() if thread.name.startswith(THREAD_NAME)]
    last = time.monotonic() + THREAD_SECONDS
    for thread in ours:
        thread.join(max(0.0, last - time.monotonic()))
    return not any(thread.is_alive() for thread in ours)


def _config(app: WholeBody, door: SecureDoor | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        ssl_context_factory=(lambda _config, _default: door.context) if door else None,
        log_level="error",  # a scanner or a browser that speaks TLS to the plain door is no news
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,  # nothing stands before this server, so nobody may say where a request came from
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )


async def _run(
    found: list[tuple[_Listener, socket.socket]],
    ready: Callable[[], None] | None,
    meanwhile: Callable[[], None] | None,
) -> None:
    tasks = [asyncio.create_task(server.serve(sockets=[opened])) for server, opened in found]
    while not all(server.started or task.done() for (server, _socket), task in zip(found, tasks, strict=True)):
        await asyncio.sleep(0.02)
    if ready is not None and not any(task.done() for task in tasks):
        ready()
    looking = asyncio.create_task(_look(meanwhile)) if meanwhile else None
    try:
        await asyncio.gather(*tasks)
    finally:
        for server, _socket in found:
            server.should_exit = True
        if looking is not None:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking


async def _look(meanwhile: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await asyncio.to_thread(meanwhile)


@contextmanager
def _hearing_signals(servers: list[_Listener]) -> Iterator[None]:
    """Stop all servers at the first signal. Only the main thread hears signals; elsewhere nothing changes."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for server in servers:
            server.force_exit = server.should_exit
            server.should_exit = True

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
