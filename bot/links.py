"""Where the rest of something public can be read: on the public page, or in the private chat."""

from dataclasses import dataclass

from storage import facts
from storage.engine import Session


@dataclass(frozen=True)
class Ways:
    """What leads out of a chat."""

    username: str  # of the bot
    page: str  # address of the public page as people reach it; empty where it is not known

    @property
    def private(self) -> str:
        """The address of the private chat."""
        return f"https://t.me/{self.username}"

    def start(self, code: str) -> str:
        """Return what opens the private chat with a word that says what for: an invitation, an action."""
        return f"{self.private}?start={code}"

    def on_page(self, path: str, language: str) -> str:
        """Return the address of a path of the public page in a language; nothing where the page is not known."""
        return f"{self.page}/{language.replace('_', '-')}{path}" if self.page else ""

    def action(self, number: str, language: str) -> str:
        """Return where anybody can read an action: on the page in a language, else in their private chat."""
        return self.on_page(f"/actions/{number}", language) or self.start(number)


async def ways(session: Session) -> Ways:
    """Return what leads out of a chat, as far as it is known."""
    page = await facts.get(session, facts.PAGE) or ""
    return Ways(await facts.get(session, facts.USERNAME) or "", page.rstrip("/"))
