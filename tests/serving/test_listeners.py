"""The sockets of the doors, as the event loop of the server uses them."""

import asyncio
import socket

from caravan.serving import listen


async def waits_for_small_answers(door: socket.socket) -> bool:
    """Say whether a connection that is taken here holds small parts of an answer back (Nagle's algorithm)."""
    options: asyncio.Queue[int] = asyncio.Queue()

    def begin(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        options.put_nowait(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async with await asyncio.start_server(begin, sock=door.dup()):
        _reader, writer = await asyncio.open_connection(*door.getsockname())
        try:
            return not await options.get()
        finally:
            writer.close()
            await writer.wait_closed()


def test_the_second_part_of_an_answer_does_not_wait_until_the_first_is_acknowledged():
    """It would wait some 40 ms, and an answer has two parts: its head and its body."""
    with listen("127.0.0.1", 0, 0) as listeners:
        assert listeners.secure is not None
        for door in (listeners.plain, listeners.secure):
            assert not asyncio.run(waits_for_small_answers(door))
