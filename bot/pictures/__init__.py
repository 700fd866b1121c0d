"""Maps, charts and clouds: values in, PNG out. Drawn in the workshop only; ``makers`` is what the bot names."""


class Missing(Exception):
    """Something that setup builds or installs is not there; the message says what helps."""
