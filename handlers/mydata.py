"""/mydata — everything kept about this person, at once, as one file."""

import orjson

from bot.command import Command
from bot.text import _
from bot.turn import Turn
from storage import privacy

mydata = Command("mydata", _("What is kept about me"))


@mydata.starts
async def send(turn: Turn, words: str) -> None:
    kept = await privacy.everything_about(turn.session, turn.officer.id)
    content = orjson.dumps(kept, option=orjson.OPT_INDENT_2, default=str)
    turn.send_file(
        "pumasi-mydata.json",
        content,
        _("Everything Pumasi keeps about you. /leave removes it; what your city published stays with the city."),
    )
