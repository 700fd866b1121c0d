"""The index, kept current: one to a process, following what is committed."""

import asyncio
import contextlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.language.encoder import Encoder
from bot.language.fold import fold
from storage import glossary
from storage.engine import Database
from storage.index import alike, reading, spelling
from storage.index.columns import Columns
from storage.index.entries import Entry
from storage.index.folder import Folder, InUse, epoch
from storage.index.learning import Learning
from storage.index.meaning import Meaning, Vector
from storage.index.model import LONGEST, Model
from storage.index.priors import priors
from storage.index.ranking import Ranked
from storage.index.searching import Searching
from storage.index.thread import Damaged, Thread
from storage.index.wanted import Alike, Group, Nearly, Neighbours, Query, Request
from storage.index.words import Words

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 500  # actions read with their words
PAGE = 2000  # actions read without
SLOW_LOOK = 1.0  # seconds between looks at what other processes have committed
PATIENCE = 1.0  # seconds somebody who publishes waits for a model
MOMENT = 0.2  # seconds somebody who types waits for what only puts suggestions into a better order


class Index:
    """What the database holds, arranged for finding.

    Whatever touches the arrays runs in one thread, one after the other; a model reads texts in another.
    The database is the truth: what is missing, stale or damaged here is built anew from it.
    """

    def __init__(
        self,
        database: Database,
        folder: Path | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self._database, self._encoder = database, encoder
        self._given, self._temporary = folder, ""
        self._folder = Folder(folder) if folder else None
        self._in_thread = Thread("index")
        self._model = Model(encoder)
        # One and the same for as long as the process lives: what is computed with it is kept by it.
        self.vectors = self._model.vectors if encoder else None
        self._one = asyncio.Lock()
        self._search: Searching | None = None
        self._learning: Learning | None = None
        self._epoch = ""
        self._settled = 0
        self._beginnings = 0

    @property
    def by_meaning(self) -> bool:
        """Whether a model is installed."""
        return self._encoder is not None

    @property
    def following(self) -> bool:
        """Whether it is open, so that what is asked in passing has an answer."""
        return self._search is not None

    async def run(self) -> None:
        """Follow the database until cancelled: nothing is lost, what was not finished is done again."""
        while True:
            more, beginnings = False, self._beginnings
            try:
                if self._search or self._given:  # a folder for this process alone waits for a first search
                    await self.catch_up()
                    more = await self._learn()
            except Damaged:
                log.exception("the search index failed; it is built anew")
                await self._start_again(beginnings)
            except Exception:  # of the database or the model: what is here stays as it is
                log.exception("the search index does not follow for now")
            if not more:
                await asyncio.sleep(SLOW_LOOK)

    async def close(self) -> None:
        """Let go of the folder."""
        await self._let_go()
        self._in_thread.close()
        self._model.close()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    async def catch_up(self) -> None:
        """Take in whatever was committed by now."""
        async with self._one:
            async with self._database.snapshot() as connection:
                epoch, settled = await reading.state(connection)
                changed = await reading.changed(connection, self._settled) if epoch == self._epoch else []
            if self._search is None or epoch != self._epoch:
                await self._open(settled)
                async with self._database.snapshot() as connection:
                    changed = await reading.changed(connection, self._settled)
            assert self._search
            await self._follow(self._search, changed, settled)

    async def _follow(self, search: Searching, changed: Sequence[tuple[int, int]], settled: int) -> None:
        """Take in what has changed. Between two portions others may write: what they change comes next time."""
        news = [id for id, change in changed if not search.columns.known(id, change)]
        for start in range(0, len(news), AT_ONCE):
            async with self._database.snapshot() as connection:
                entries = await reading.entries(connection, news[start : start + AT_ONCE])
            await self._in_thread(self._take, search, entries)
        if news or search.words.changed:
            await self._in_thread(self._commit, search, settled)
        self._settled = settled

    async def rebuilt(self) -> int | None:
        """Take in everything; return how much that is, or nothing if another process follows with this folder."""
        await self.catch_up()
        return None if self._temporary or not self._search else len(self._search.words)

    async def learned(self) -> None:
        """Return when every action has its vectors."""
        await self.catch_up()
        while await self._learn():
            await self.catch_up()

    async def beside(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Return what some other work of the model gives, done in a thread of its own."""
        return await self._model.beside(work, *given, **named)

    async def look_up(self, request: Request) -> Ranked:
        """Return what is asked for among what is committed by now. Not within a transaction: it waits for threads."""
        beginnings = self._beginnings
        try:
            return await self._look_up(request)
        except Damaged:
            log.exception("the search index failed; it is built anew")
            await self._start_again(beginnings)
            return await self._look_up(request)

    async def _found_or_meant(self, search: Searching, query: Query) -> Ranked:
        found, (own, _other) = await self._find(search, query), query.groups()
        if found.own or own is None or query.keys or len(query.words) > LONGEST:
            return found
        found = replace(found, part=await self._in_thread(search.words.rarest, query.words, own))
        if found.other:
            return found
        meant = await self._meant(search, query, own)
        if meant is None:
            return found
        instead = await self._find(search, replace(query, words=meant))
        return replace(found, meant=meant) if instead.own or instead.other else found

    async def _meant(self, search: Searching, query: Query, own: Group) -> str | None:
        """Return the words of a query as somebody else has written them, if nobody writes them like that."""
        ids = await self._in_thread(search.words.similar, query.words, own)
        async with self._database.snapshot() as connection:
            entries = await reading.entries(connection, ids)
        texts = [f"{each.title}\n{each.text}" for each in entries]
        return await self._in_thread(spelling.meant, query.words, lambda word: search.words.known(word, own), texts)

    async def _look_up(self, request: Request) -> Ranked:
        if isinstance(request, Nearly | Neighbours):
            return await self._in_passing(request)
        await self.catch_up()
        assert self._search
        if isinstance(request, Alike):
            return await self._alike(self._search, request)
        return await self._found_or_meant(self._search, request)

    async def _alike(self, search: Searching, request: Alike) -> Ranked:
        async with self._database.snapshot() as connection:
            subject = await reading.subject(connection, request.action_id)
            _version, words = await glossary.shared(connection)
        if subject is None:
            return Ranked()
        concepts = words.concepts_in(fold(subject.words), subject.language)
        return await self._in_thread(alike.alike, search, subject, request, concepts)

    async def _in_passing(self, request: Nearly | Neighbours) -> Ranked:
        """Return what is found at once among what was taken in so far: nobody waits longer to type or to publish."""
        search = self._search
        if search is None:
            return Ranked()
        try:
            async with asyncio.timeout(PATIENCE if isinstance(request, Nearly) or request.by_meaning else MOMENT):
                if isinstance(request, Neighbours):
                    asked = request.by_meaning and search.meaning
                    vector = await self._model.vector(request.text, query=True) if asked else None
                    return await self._in_thread(alike.neighbours, search, request, vector)
                if not await self._in_thread(alike.comparable, search, request):
                    return Ranked()
                vector = await self._model.vector(request.text)
                return await self._in_thread(alike.nearly, search, request, vector)
        except TimeoutError:
            return Ranked()

    async def _find(self, search: Searching, query: Query) -> Ranked:
        async with self._database.snapshot() as connection:
            _version, words = await glossary.shared(connection)
        # While the model reads the query, its words are looked up.
        held, vector = await asyncio.gather(
            self._in_thread(search.by_words, query, words.expand), self._vector(search, query.words)
        )
        gathered = await self._in_thread(search.gather, query, held, vector)
        sentences: Mapping[int, bytes] = {}
        if gathered.ids and self._encoder:
            async with self._database.snapshot() as connection:
                sentences = await reading.sentences(connection, self._encoder.name, gathered.ids)
        return await self._in_thread(search.rank, gathered, sentences)

    async def _vector(self, search: Searching, words: str) -> Vector | None:
        if search.meaning is None or not any(letter.isalnum() for letter in words[:LONGEST]):
            return None
        return await self._model.vector(words, query=True)

    async def _learn(self) -> bool:
        """Let the model read a little more; say whether there is still more."""
        folder = self._folder
        if not self._encoder or not self._search or not folder or not self._search.columns.count:
            return False
        if self._learning is None:
            means = await priors(self._encoder.name, self._model.read, folder.path)
            self._search = self._search.with_meaning(Meaning(self._search.columns, self._encoder.width, means))
            self._learning = Learning(self._database, self._encoder.name, self._model.read, self._in_thread)
        assert self._search.meaning
        return await self._learning.some(self._search.meaning, self._search.columns)

    async def _open(self, settled: int) -> None:
        """Open the folder where it was left, or begin a new one; and read what every action is."""
        await self._let_go()
        async with self._database.begin() as session:
            self._epoch = await epoch(session)
        columns, after = Columns(), 0
        while True:
            async with self._database.snapshot() as connection:
                page = await reading.page(connection, after, PAGE)
            if not page:
                break
            await self._in_thread(columns.put, page)
            after = page[-1].id
        words, self._settled = await self._in_thread(self._open_words, settled)
        # What changed since the folder was left is taken in with its words.
        columns.forget_since(self._settled)
        self._search = Searching(words, columns, None)

    def _open_words(self, settled: int) -> tuple[Words, int]:
        """Return the words, and up to which change they are complete."""
        if self._folder and not self._temporary:
            try:
                return self._folder.open(self._epoch, settled)
            except InUse:
                log.info("the search index in %s is in use; this process makes one of its own", self._given)
        self._temporary = self._temporary or tempfile.mkdtemp(prefix="pumasi-index-")
        self._folder = Folder(Path(self._temporary))
        return self._folder.open(self._epoch, settled)

    def _take(self, search: Searching, entries: list[Entry]) -> None:
        search.words.put(entries)
        for entry in entries:
            row = search.columns.rows.get(entry.id)
            if search.meaning and row is not None and search.columns.versions[row] != entry.version:
                search.meaning.forget(row)
        search.columns.put(entries)

    def _commit(self, search: Searching, settled: int) -> None:
        assert self._folder
        search.words.commit()
        self._folder.stamp(self._epoch, settled)

    async def _start_again(self, beginnings: int) -> None:
        """Begin anew, unless somebody else did after so many beginnings."""
        async with self._one:
            if self._beginnings == beginnings:
                self._beginnings += 1
                await self._let_go()
                if self._folder:
                    await self._in_thread(self._folder.empty)

    async def _let_go(self) -> None:
        """Forget what is open; its threads must not write into what comes in its place."""
        search, self._search, self._learning, self._settled = self._search, None, None, 0
        if search:
            with contextlib.suppress(Damaged):
                await self._in_thread(search.words.close)
