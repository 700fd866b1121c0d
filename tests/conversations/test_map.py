"""/map: pictures with the same facts in words."""

from io import BytesIO

from PIL import Image

from bot.simulator import World
from storage import Database
from tests.conftest import Runs, seated
from tests.people import Person, Seen

COLOURS = {(28, 97, 120), (196, 223, 230)}


def picture(world: World, seen: Seen) -> Image.Image:
    """Return the picture a message shows."""
    stored = world.files.by_id(seen.message["photo"][-1]["file_id"])
    return Image.open(BytesIO(stored.upload.content))


async def test_somebody_sees_where_cities_do_what_and_reads_the_same_below(
    database: Database, bot_runs: Runs, world: World, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        seen = await mina.says("/map")
        print(seen, seen.buttons)
        assert picture(world, seen).size[0] == 1080
        for label in ("World", "Gaps", "Tags", "World"):
            seen = await mina.presses(label)
            print(seen, seen.edited, seen.buttons)
            picture(world, seen).save(f"/tmp/pk/chat-{label}.png")
