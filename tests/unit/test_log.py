"""What the log tells, and what it keeps to itself."""

import logging
import sys

from bot import log as logs

TOKEN = "42:TOKEN"
LINE = logs.Line((TOKEN,))


def _line(message: str, *values: object, error: BaseException | None = None) -> str:
    about = (type(error), error, error.__traceback__) if error else None
    return LINE.format(logging.LogRecord("bot.outbox", logging.INFO, __file__, 1, message, values, about))


def _raised(error: Exception) -> BaseException:
    try:
        raise error
    except Exception:
        caught = sys.exc_info()[1]
        assert caught
        return caught


def test_a_line_says_when_how_bad_where_and_what() -> None:
    when, level, where, what = _line("call %s sent", 7).split(" ", 3)
    assert when.endswith("Z") and (level, where, what) == ("INFO", "bot.outbox", "call 7 sent")


def test_a_line_stays_one_line() -> None:
    assert _line("first\nsecond\r\n").endswith("first\\nsecond\\r\\n")


def test_the_token_is_hidden_wherever_it_turns_up() -> None:
    assert TOKEN not in _line("cannot reach https://api.example/bot%s/getMe", TOKEN)


def test_an_exception_is_told_without_its_words() -> None:
    line = _line("update 7 failed", error=_raised(ValueError("what Mina wrote")))
    assert "ValueError at" in line and "test_log.py:" in line
    assert "Mina" not in line and "\n" not in line


def test_what_an_exception_came_from_is_told_too() -> None:
    try:
        try:
            raise KeyError("what Mina wrote")
        except KeyError as error:
            raise RuntimeError from error
    except RuntimeError as error:
        line = _line("failed", error=error)
    assert "RuntimeError at" in line and " from KeyError at" in line and "Mina" not in line


def test_errors_of_the_operating_system_keep_their_reason() -> None:
    assert "FileNotFoundError: No such file" in _line("x", error=_raised(FileNotFoundError(2, "No such file")))


def test_libraries_that_talk_much_are_heard_only_from_warnings_on() -> None:
    before = logging.root.handlers[:]
    try:
        logs.begin(TOKEN, None)
        assert not logging.getLogger("aiohttp.access").isEnabledFor(logging.INFO)
        assert logging.getLogger("bot.outbox").isEnabledFor(logging.INFO)
    finally:
        logging.root.handlers = before
        logging.root.setLevel(logging.WARNING)
