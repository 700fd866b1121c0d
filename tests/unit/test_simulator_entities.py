"""Telegram's HTML: what a person reads, what is marked, what is refused."""

import pytest

from bot.simulator.api import Rejected
from bot.simulator.entities import find_entities, length, parse_html


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b>b", "ab", [("bold", 0, 1)]),
        ("<strong>a</strong>", "a", [("bold", 0, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        (
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
        ),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>a</B>", "a", [("bold", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;", "a <b> & \"c\" 'd'", []),
        ("😀<b>수</b>", "😀수", [("bold", 2, 1)]),
        ("<b></b>a", "a", []),
        ("1 > 0", "1 > 0", []),
    ],
)
def test_markup_becomes_text_and_entities(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    seen, found = parse_html(html)
    assert seen == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_entities_keep_their_facts() -> None:
    html = (
        '<a href="https://example.org/?a=1&amp;b=2">x</a><a href="tg://user?id=7">y</a>'
        '<pre><code class="language-python">z</code></pre><tg-emoji emoji-id="5">👍</tg-emoji>'
    )
    _, entities = parse_html(html)
    assert entities == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/?a=1&b=2"},
        {"type": "text_link", "offset": 1, "length": 1, "url": "tg://user?id=7"},
        {"type": "pre", "offset": 2, "length": 1, "language": "python"},
        {"type": "custom_emoji", "offset": 3, "length": 2, "custom_emoji_id": "5"},
    ]


def test_a_link_to_nowhere_is_only_text() -> None:
    assert parse_html('<a href="not a link">x</a>') == ("x", [])


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<br>", 'Unsupported start tag "br"'),
        ("<h1>a</h1>", "Unsupported start tag"),
        ("a < b", "Unsupported start tag"),
        ("<b>a", 'find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag"),
        ("<b><i>a</b></i>", 'expected "</i>", found "</b>"'),
        ("<b/>", "Unsupported start tag"),
        ('<b class="x">a</b>', "Unsupported attribute"),
        ('<span class="x">a</span>', "tg-spoiler"),
        ("<span>a</span>", "tg-spoiler"),
        ("<a>x</a>", "href"),
        ("<tg-emoji>👍</tg-emoji>", "emoji-id"),
        ("a & b", "Unexpected character"),
        ("&nbsp;", "Unexpected character"),
        ("&#0;", "Unexpected character"),
        ("&#xD800;", "Unexpected character"),
        ("<b", "Unsupported start tag"),
    ],
)
def test_markup_that_telegram_does_not_promise_to_take_is_refused(html: str, why: str) -> None:
    with pytest.raises(Rejected, match=why) as refusal:
        parse_html(html)
    assert refusal.value.code == 400
    assert refusal.value.description.startswith("Bad Request: can't parse entities: ")


def test_telegram_marks_commands_links_and_mentions_itself() -> None:
    text = "😀 /find@pumasi_bot #water @mina_city a@b.kr https://example.org/x. /a/b"
    found = [(e["type"], e["offset"], e["length"]) for e in find_entities(text, [])]
    assert found == [
        ("bot_command", 3, 16),
        ("hashtag", 20, 6),
        ("mention", 27, 10),
        ("email", 38, 6),
        ("url", 45, 21),
    ]


def test_nothing_is_marked_inside_what_is_marked_already() -> None:
    assert find_entities("/find", [{"type": "code", "offset": 0, "length": 5}]) == []


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("수원", 2), ("😀", 2), ("e\u0301", 2)])
def test_length_counts_utf16_units(text: str, units: int) -> None:
    assert length(text) == units == len(text.encode("utf-16-le")) // 2
