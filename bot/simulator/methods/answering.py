"""How the bot answers presses and inline questions."""

from bot.simulator.api import Call, Json, bad_request
from bot.simulator.entities import length
from bot.simulator.limits import LONGEST_TOAST, text_of
from bot.simulator.log import Toast
from bot.simulator.world import World

_MOST_RESULTS = 50


def _answer_callback_query(world: World, call: Call) -> bool:
    text = call.text("text")
    if length(text) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.answer(call.text("callback_query_id"))
    world.log.add("toast", query.chat_id, toast=Toast(query.person_id, text, call.flag("show_alert")))
    return True


def _answer_inline_query(world: World, call: Call) -> bool:
    results = call.sequence("results")
    if len(results) > _MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for result in results:
        _check_result(result)
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    world.queries.answer(call.text("inline_query_id")).results = tuple(results)
    world.bell.ring()
    return True


def _check_result(result: Json) -> None:
    if not isinstance(result, dict) or not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") != "article":
        return
    if not result.get("title"):
        raise bad_request('can\'t parse inline query result: field "title" must be non-empty')
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        raise bad_request("can't parse inline query result: input message content is not specified")
    text_of(Call("", content | {"text": content.get("message_text")}))


METHODS = {
    "answerCallbackQuery": _answer_callback_query,
    "answerInlineQuery": _answer_inline_query,
}
