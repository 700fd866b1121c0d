"""Things people send that are not text: the fields of such messages, as Telegram describes them."""

from bot.simulator.api import Json, Upload
from bot.simulator.files import Files


def sticker(files: Files) -> Json:
    """Return a sticker."""
    stored = files.keep("sticker", Upload("sticker.webp", b"RIFF....WEBP"))
    kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": stored.as_json() | kind | {"emoji": "👍", "set_name": "Hands"}}


def voice(files: Files) -> Json:
    """Return a voice message of two seconds."""
    stored = files.keep("voice", Upload("voice.oga", b"OggS...."))
    return {"voice": stored.as_json() | {"duration": 2, "mime_type": "audio/ogg"}}


def video(files: Files, size: int | None = None) -> Json:
    """Return a short video; ``size`` pretends that it is that big."""
    return {"video": files.video(Upload("video.mp4", b"....ftypmp42", size=size))}


def contact(phone_number: str = "+821000000000", first_name: str = "Jin") -> Json:
    """Return somebody's contact."""
    return {"contact": {"phone_number": phone_number, "first_name": first_name}}


def dice(value: int = 4) -> Json:
    """Return a thrown die."""
    return {"dice": {"emoji": "🎲", "value": value}}


def poll(question: str = "Which day?") -> Json:
    """Return a poll with two options."""
    options = [
        {"text": text, "voter_count": 0, "persistent_id": str(number)}
        for number, text in enumerate(("Monday", "Tuesday"))
    ]
    return {
        "poll": {
            "id": "5000000000000000001",
            "question": question,
            "options": options,
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def location(latitude: float, longitude: float) -> Json:
    """Return a place on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}
