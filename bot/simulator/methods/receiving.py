"""How the bot gets its updates and files."""

from urllib.parse import urlsplit

from bot.simulator.api import Call, Json, bad_request
from bot.simulator.world import World

_MOST_CONNECTIONS = 100


async def _get_updates(world: World, call: Call) -> list[Json]:
    if call.params.get("allowed_updates") is not None:
        world.updates.allow(call.sequence("allowed_updates"))
    return await world.updates.poll(call.integer("offset"), call.integer("limit", 100), call.integer("timeout"))


def _set_webhook(world: World, call: Call) -> bool:
    url = call.text("url")
    if not url:
        return _delete_webhook(world, call)
    parts = urlsplit(url)
    # Telegram takes https only; here the machine itself may be reached without it.
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if len(secret) > 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.integer("max_connections", 40)
    if not 1 <= connections <= _MOST_CONNECTIONS:
        raise bad_request("max_connections must be between 1 and 100")
    if call.params.get("allowed_updates") is not None:
        world.updates.allow(call.sequence("allowed_updates"))
    webhook = {"url": url, "secret": secret, "max_connections": connections}
    world.updates.push_to(webhook, drop_pending=call.flag("drop_pending_updates"))
    return True


def _delete_webhook(world: World, call: Call) -> bool:
    world.updates.push_to({}, drop_pending=call.flag("drop_pending_updates"))
    return True


def _get_webhook_info(world: World, call: Call) -> Json:
    updates = world.updates
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(updates)}
    info |= {name: value for name, value in updates.webhook.items() if name != "secret"}
    return info | updates.errors | ({"allowed_updates": list(updates.allowed)} if updates.allowed else {})


def _get_file(world: World, call: Call) -> Json:
    return world.files.download(call.text("file_id"))


METHODS = {
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _get_webhook_info,
    "getFile": _get_file,
}
