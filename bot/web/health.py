"""Whether the bot is alive, and whether it gets its work done."""

from aiohttp import web

from bot import clock
from bot.web.parts import Running
from storage import queues
from storage.reach import Unreachable, looking

PATIENCE = 3.0  # seconds for the database
INBOX_STUCK = 120.0  # seconds an update may wait
OUTBOX_STUCK = 900.0  # seconds a call may wait: an announcement to all takes minutes at Telegram's pace


def health_routes(bot: Running) -> list[web.RouteDef]:
    """Return the routes for those who watch over the process."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_request: web.Request) -> web.Response:
        reasons = await why_not_ready(bot)
        status = "not ready" if reasons else "ready"
        return web.json_response({"status": status, "reasons": reasons}, status=503 if reasons else 200)

    return [web.get("/healthz", alive), web.get("/readyz", ready)]


async def why_not_ready(bot: Running) -> list[str]:
    """Return what keeps the bot from its work; nothing, if all is well."""
    now = clock.now().timestamp()
    reasons = [bot.polling.refused] if bot.polling.refused else []
    try:
        async with looking(bot.database, PATIENCE) as connection:
            inbox = await queues.incoming(connection, now)
            outbox = await queues.outgoing(connection, now)
    except Unreachable as error:
        return [*reasons, f"the database does not answer: {error}"]
    if inbox.oldest > INBOX_STUCK:
        reasons.append(f"{inbox.waiting} updates wait, the oldest for {inbox.oldest:.0f} s")
    if outbox.oldest > OUTBOX_STUCK:
        reasons.append(f"{outbox.waiting} messages wait, the oldest for {outbox.oldest:.0f} s")
    return reasons
