"""Work that several processes share; the results come in the order of the items, which are taken as they are needed.

A process that is killed loses the one item that it was at, and another takes its place. The processes end when the
one that started them ends, however that happens: each waits for the end of a pipe that only their parent holds open.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

from dfix.values import NamedTuple

Item = TypeVar("Item")
Result = TypeVar("Result")
# Items that are taken while the oldest one is not done.
WINDOW = 512
# How long a process has to end when it is told to, in seconds.
PATIENCE = 0.3


class Plan(NamedTuple):
    """How the work is shared: among how many processes; ``ahead`` items wait in each, so that it need not wait.

    Items that do not fit into a pipe (64 KiB) must not wait: 1. At most ``window`` items are held at a time.
    """

    workers: int
    ahead: int = 4
    window: int = WINDOW


def ordered(
    do: Callable[[Item], Result], items: Iterable[Item], plan: Plan, lost: Callable[[Item, str], Result]
) -> Iterator[Result]:
    """Do the work on each item; ``lost`` makes the result of an item whose process ended, of what ended it."""
    pool = _Pool(do, items, plan, lost)
    try:
        yield from pool.results()
    finally:
        pool.end()


class _Worker:
    """A process, the connection to it, and the numbers of the items that it has, the first in work."""

    def __init__(self, process: ForkProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.items: deque[int] = deque()


class _Pool(Generic[Item, Result]):
    """The processes, and what is left to do."""

    def __init__(
        self, do: Callable[[Item], Result], items: Iterable[Item], plan: Plan, lost: Callable[[Item, str], Result]
    ) -> None:
        self._do, self._plan, self._lost = do, plan, lost
        self._source = enumerate(items)
        # The items that were taken and have no result, by number, and those of them that no process has.
        self._held: dict[int, Item] = {}
        self._left: deque[int] = deque()
        self._results: dict[int, Result] = {}
        self._next = 0
        self._life = os.pipe()
        self._workers: list[_Worker] = []
        for _ in range(plan.workers):
            self._start()

    def results(self) -> Iterator[Result]:
        """Each result, as soon as those before it have come."""
        self._give()
        while self._held or self._results:
            while self._next not in self._results:
                self._take()
                self._give()
            yield self._results.pop(self._next)
            self._next += 1
            self._give()

    def end(self) -> None:
        """End the processes, at once."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE)
            worker.process.kill()
            worker.connection.close()
        for handle in self._life:
            os.close(handle)

    def _start(self) -> None:
        ours, theirs = get_context("fork").Pipe()
        process = get_context("fork").Process(target=self._serve, args=(theirs, ours), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))

    def _give(self) -> None:
        """Let each process have work before it."""
        for worker in self._workers:
            while len(worker.items) < self._plan.ahead and self._has_more():
                try:
                    worker.connection.send(self._held[self._left[0]])
                except OSError:
                    break  # it has ended, which `_take` sees
                worker.items.append(self._left.popleft())

    def _has_more(self) -> bool:
        """Whether there is an item that no process has; one is taken if need be."""
        if not self._left and len(self._held) + len(self._results) < self._plan.window:
            for number, item in self._source:
                self._held[number] = item
                self._left.append(number)
                break
        return bool(self._left)

    def _take(self) -> None:
        """Wait for results, and keep them."""
        connections = {worker.connection: worker for worker in self._workers}
        for ready in wait(list(connections)):
            worker = connections[ready]  # type: ignore[index]  # only connections are waited for
            try:
                result = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                self._keep(worker.items.popleft(), result)

    def _keep(self, number: int, result: Result) -> None:
        self._results[number] = result
        del self._held[number]

    def _bury(self, worker: _Worker) -> None:
        """Put another process in the place of one that has ended; what that one was at is lost."""
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        if worker.items:
            number = worker.items.popleft()
            self._left.extendleft(reversed(worker.items))
            self._keep(number, self._lost(self._held[number], _end_of(worker.process.exitcode or 0)))
        self._start()

    def _serve(self, connection: Connection, other_end: Connection) -> None:
        """Work, in a process of its own, until the connection ends; the one that started it hears ^C."""
        import signal
        from threading import Thread

        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(self._life[1])
        for one in (other_end, *(worker.connection for worker in self._workers)):
            one.close()
        Thread(target=_end_after, args=(self._life[0],), daemon=True).start()
        try:
            while True:
                connection.send(self._do(connection.recv()))
        except (EOFError, OSError):
            os._exit(0)


def _end_after(handle: int) -> None:
    """End this process when the pipe's other end is closed."""
    os.read(handle, 1)
    os._exit(1)


def _end_of(code: int) -> str:
    """How a process ended, in words."""
    from signal import Signals

    if code >= 0:
        return f"ended with {code}"
    try:
        return f"was ended by {Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
