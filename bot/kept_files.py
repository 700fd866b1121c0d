"""A file that is kept here, sent into a chat."""

from bot.text import Message, Said, Words, _
from bot.turn import Refusal, Turn
from storage import attachments

TITLE = Message("{title}")


async def send(turn: Turn, attachment_id: int | None, title: Words | Said | str, gone: Words) -> None:
    """Owe this chat a file with its title.

    Raises:
        Refusal: there is none; or it is a picture that is still being freed of what it tells of its place.
    """
    file = await attachments.get(turn.session, attachment_id) if attachment_id else None
    if file is None:
        raise Refusal(gone)
    if file.kind != "picture":
        return turn.send_files(file.kind, [file.file_id], TITLE, title=title)
    # What Telegram has of a picture sent as a file still says where it was taken.
    content = await attachments.content(turn.session, file.id)
    if content is None:
        raise Refusal(_("The picture is not ready yet. Please try again in a minute."))
    turn.send_picture(content, TITLE, title=title)
