"""Groups and channels: one language, what is public, nobody named; what they are for is said in private."""

from sqlalchemy import select

from bot.simulator import World, acts, groups
from storage import Database, actions, highlights, people
from storage.models import Chat, HighlightPost, Incoming, Office
from storage.models import Person as Kept
from tests.conftest import Runs, at, seated, seated_in_office
from tests.conversations.test_find import told
from tests.people import Person, Seen
from tests.refusals import noted, noted_for

PAGE = "https://cities.example"
MONDAY, TUESDAY = "2027-03-08T10:00+09:00", "2027-03-09T10:00+09:00"


def links(seen: Seen) -> list[str]:
    return [button["url"] for row in seen.inline for button in row]


async def test_a_group_reads_in_its_own_language_what_is_public_and_nothing_else(
    bot_runs: Runs, world: World, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    gate = await told(database, "Toyama", "浸水センサー <b>", language="ja")
    for visibility in ("members", "city"):
        await told(database, "수원시", f"浸水 secret for {visibility}", visibility=visibility)
    async with bot_runs(page=PAGE) as bot:
        await world.until(lambda: bot.username)
        group = groups.found(world, "議会 <b>", [jun.id, mina.id, lee.id])
        lees = lee.within(group.id)
        hello = await lees.hears()
        assert "持続可能な開発目標11" in hello and links(hello) == ["https://t.me/pumasi_bot"]  # of who added it
        acts.say(world, mina.id, "/find 浸水", chat_id=group.id)  # whose own language is English
        found = await lees.hears()
        assert found.startswith("浸水\n\n1 浸水センサー <b>\n") and found.endswith(" · 11.5 · 2026年5月")
        assert links(found) == [f"{PAGE}/ja/actions/{gate.number}"]
        card = await lees.says(f"/action@pumasi_bot {gate.number.lower()}")
        assert f"{gate.number} · 2026年5月1日" in card and links(card) == links(found)
        for number in ("SUW-0001", "SUW-0002", "", "x" * 4000):
            assert "公開された取り組みはありません" in await lees.says(f"/action {number}")
        assert "まだありません" in await lees.says("/find secret")
        assert "注目事例はまだありません" in await lees.says("/highlights")
        for private in ("/mine", "/update We opened a bus line", "/settings", "/office", "/mydata"):
            line = await lees.says(private)
            assert "個別のチャットで行えます" in line and links(line) == ["https://t.me/pumasi_bot"]
        for other in ("/find@other_bot flood", "/ban", "flood"):
            await lees.acts.says(other)
        await lees.quiet()
    async with database.begin() as session:
        known = set(await session.scalars(select(Kept.telegram_id)))
        assert known == {mina.id, jun.id}  # who writes in a group is not remembered


async def test_administrators_choose_the_language_also_without_a_name_and_in_topics(
    bot_runs: Runs, world: World, database: Database, mina: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        group = groups.found(world, "Forum", [mina.id, lee.id], kind="supergroup", is_forum=True)
        inside = mina.within(group.id)
        await inside.hears()
        acts.say(world, lee.id, "/language", chat_id=group.id)
        assert "Only administrators" in await inside.hears()
        asked = await inside.says("/language")
        assert asked.labels == ["English", "한국어", "日本語", "简体中文", "繁體中文"]
        assert "Only administrators" in await noted(lee.within(group.id), "日本語", under=asked)
        korean = await inside.presses("한국어")
        assert korean.startswith("이제부터 이 그룹에서는 한국어로 안내합니다.")
        thread = groups.open_topic(world, group, mina.id, "Floods")
        acts.send(world, lee.id, acts.texted("/highlights") | groups.in_topic(thread), chat_id=group.id)
        there = await inside.hears()
        assert there == "추천 사례가 아직 없습니다." and there.message["message_thread_id"] == thread
        groups.say_anonymously(world, group, "/language")
        assert "어떤 언어" in await inside.hears()
        await inside.presses("繁體中文")
        groups.say_anonymously(world, group, "/help")
        assert "永續發展目標11" in await inside.hears()
        for data in ("highlights:page:0", "action:open:1", "language:keep:ja", "group:speak:xx", "chats:mine"):
            assert await noted_for(inside, data, asked.message["message_id"])
        assert (await mina.says("/help")).startswith("Pumasi\n")  # and its own language stays each person's


async def test_who_names_the_bot_or_replies_to_it_is_answered_as_by_find_and_ordinary_talk_is_not(
    bot_runs: Runs, world: World, database: Database, jun: Person, lee: Person
) -> None:
    await seated(database, jun, "Toyama")
    gate = await told(database, "Toyama", "浸水センサー", language="ja")
    named = await told(database, "Toyama", "@pumasi_bot 紹介", language="ja")
    async with bot_runs(page=PAGE) as bot:
        await world.until(lambda: bot.username)
        group = groups.found(world, "議会", [jun.id, lee.id], kind="supergroup", is_forum=True)
        inside, lees = jun.within(group.id), lee.within(group.id)
        await inside.hears()
        found = await inside.says("/find 浸水")
        for text in ("@pumasi_bot 浸水", "@Pumasi_Bot、浸水？", "浸水 @pumasi_bot", "皆さん\n@pumasi_bot\n浸水"):
            again = await inside.says(text)
            assert again.split("\n\n")[1] == found.split("\n\n")[1] and links(again) == links(found), text
        assert await lees.hears_until(lambda seen: seen == found)
        assert await inside.says("センサー", reply_to=found) == await inside.says("/find センサー")
        assert f"{gate.number} · 2026年5月1日" in await inside.says(f"@pumasi_bot {gate.number}")
        assert "まだありません" in await inside.says("@pumasi_bot <b>zzzqqq</b>")
        hint = await inside.says("@pumasi_bot 👍")
        assert "@pumasi_bot 浸水" in hint and links(hint) == ["https://t.me/pumasi_bot"]
        thread = groups.open_topic(world, group, jun.id, "Floods")
        acts.send(world, lee.id, acts.texted("@pumasi_bot 浸水") | groups.in_topic(thread), chat_id=group.id)
        assert (await inside.hears()).message["message_thread_id"] == thread
        for text, below in (("浸水", found.message["message_id"]), ("@pumasi_bot 浸水", None)):
            groups.say_anonymously(world, group, text, reply_to=below)
            assert await inside.hears() == found
        world.me["can_read_all_group_messages"] = True  # as for an administrator
        for talk in ("浸水", "a@pumasi_bot", "@pumasi_bot_2 浸水", "@other_bot 浸水", "x/@pumasi_bot 浸水"):
            await inside.acts.says(talk)
        await inside.acts.says("👍", reply_to=found)
        await inside.acts.forwards("@pumasi_bot 浸水")
        query = acts.ask_inline(world, jun.id, "紹介", chat_id=group.id)
        await world.until(lambda: world.queries.is_answered(query))
        dropped = acts.choose(world, jun.id, query, named.number, chat_id=group.id)
        await inside.acts.says("浸水", reply_to=Seen.of(world.chats[group.id].messages[dropped["message_id"]]))
        acts.choose(world, jun.id, query, named.number, chat_id=jun.id)  # where it would become a draft
        await world.until(lambda: not len(world.updates) and not bot.dispatcher.backlog)
        await inside.quiet()
        assert [seen.shown.own for seen in jun.chat] == [False]
    async with database.begin() as session:
        assert set(await session.scalars(select(Incoming.payload))) == {""}  # nothing that was said is kept
        assert lee.id not in set(await session.scalars(select(Kept.telegram_id)))


async def test_a_group_keeps_its_language_and_its_office_when_it_becomes_a_supergroup(
    bot_runs: Runs, world: World, database: Database, park: Person, lee: Person
) -> None:
    await seated_in_office(database, park, "korea")
    async with bot_runs() as bot:
        group = groups.found(world, "Reviews <&>", [park.id, lee.id])
        asked = await park.hears()
        assert asked.startswith("Reviews <&>\nUse this group for reviews of “Korea Office”?")
        assert "used for reviews" in await park.presses("Use this group", under=asked)
        assert await noted_for(park, "chats:use_group:1", asked.message["message_id"])  # once
        inside = park.within(group.id)
        await inside.says("/language")
        await inside.presses("日本語")
        above = groups.upgrade(world, group)
        over = lee.within(above.id)
        assert "注目事例はまだありません" in await over.says("/highlights")
        assert "まだありません" in await over.says("@pumasi_bot zzz")
        async with database.begin() as session:
            [chat] = await session.scalars(select(Chat))
            assert (chat.chat_id, chat.language, chat.person_id) == (above.id, "ja", None)
            assert await session.scalar(select(Office.chat_id).where(Office.code == "korea")) == above.id
        await park.says("/office")
        listed = await park.presses("Groups and channels")
        assert "1 Group for reviews · 日本語 · since" in listed
        groups.throw_out(world, above, park.id)
        await world.until(lambda: not len(world.updates) and not bot.dispatcher.backlog)
        assert "There are none yet." in await (await again(park)).presses("Groups and channels")
        async with database.begin() as session:
            assert await session.scalar(select(Office.chat_id).where(Office.code == "korea")) is None
            assert await session.scalar(select(Kept.reachable).where(Kept.telegram_id == park.id))
    assert park.id in world.people


async def again(park: Person) -> Person:
    await park.says("/office")
    return park


async def test_only_people_of_an_office_say_what_a_channel_or_group_is_for(
    bot_runs: Runs, world: World, database: Database, mina: Person, park: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    async with bot_runs():
        theirs = groups.found(world, "City news", [mina.id], kind="channel")
        line = await mina.hears()
        assert line.startswith("City news\nChannels carry the highlights of an office") and not line.buttons
        groups.found(world, "Nobody’s", [lee.id], kind="channel")
        groups.found(world, "Colleagues", [mina.id])
        groups.post_in_channel(world, theirs, "/find flood")
        channel = groups.found(world, "Goal 11 in Korea", [park.id], kind="channel")
        asked = await park.hears()
        own = (await mina.says("/help")).message["message_id"]
        async with database.begin() as session:
            key = await session.scalar(select(Chat.id).where(Chat.chat_id == channel.id))
        for data in (f"chats:use_channel:{key}:ko", f"chats:let_go:{key}", f"chats:decide:{key}", "chats:mine"):
            assert await noted_for(mina, data, own)
        for data in ("chats:use_channel:1:ko", f"chats:use_group:{key}", f"chats:use_channel:{key}:xx"):
            assert await noted_for(park, data, asked.message["message_id"])
        assert "used for nothing" in await park.presses("No, thank you", under=asked)
        await park.says("/office")
        assert "1 Channel, used for nothing yet" in await park.presses("Groups and channels")
        await park.presses("Use 1")
        assert "한국어" in await park.presses("한국어")
        await mina.quiet()
        assert not [seen for seen in mina.within(channel.id).chat if seen.shown.own]


async def held(database: Database, person: Person, action_id: int) -> None:
    """Let an office have chosen an action, and its city have agreed."""
    async with database.begin() as session:
        reviewer = await people.known(await session.connection(), person.id)
        assert reviewer
        highlight = await highlights.choose(session, reviewer, action_id, "adopted", {})
        assert highlight and await highlights.answer(session, highlight, reviewer.id, agrees=True)


async def test_a_channel_carries_each_agreed_highlight_once_in_its_language_and_says_when_it_is_withdrawn(
    bot_runs: Runs, world: World, database: Database, park: Person, mina: Person
) -> None:
    at(MONDAY)
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    shown = await told(database, "수원시", "Flood gates & <b>walls</b>")
    members = await told(database, "수원시", "For members", visibility="members")
    async with bot_runs(page=PAGE) as bot:
        await world.until(lambda: bot.username)
        channel = groups.found(world, "목표 11", [park.id], kind="channel")
        await park.hears()
        await park.presses("한국어")
        for action in (shown, members):
            await held(database, park, action.id)
        posts = mina.within(channel.id)
        await bot.schedule.tick()
        await posts.quiet()
        at(TUESDAY)
        await bot.schedule.tick()
        post = await posts.hears()
        assert post.startswith("추천 사례 · 한국사무소\n이유: 다른 도시가 받아들임\n\nFlood gates & <b>walls</b>\n")
        assert links(post) == [f"{PAGE}/ko/actions/{shown.number}"] and "2026년 5월 1일" in post
        for _again in range(2):
            await bot.schedule.tick()
        await posts.quiet()
        await bot.schedule.tick()
        async with database.begin() as session:
            [kept] = await session.scalars(select(HighlightPost))
            assert kept.message_id == post.message["message_id"]
            found = await actions.get(session, shown.id)
            assert found
            await actions.withdraw(session, found.action, 1)
        await bot.schedule.tick()
        gone = await posts.hears()
        assert (
            gone == f"추천 사례 · 한국사무소\n{shown.number}: 해당 도시가 철회했습니다."
            and gone.edited
            and not gone.buttons
        )


async def test_what_cannot_be_said_in_a_group_any_more_is_answered_no_more(
    bot_runs: Runs, world: World, database: Database, lee: Person
) -> None:
    async with bot_runs() as bot:
        bot.router.limit_of_group = bot.router.limit_of_group[0], 1e-9  # nothing grows again, however slow it is here
        group = groups.found(world, "Busy", [lee.id])
        inside = lee.within(group.id)
        await inside.hears()
        world.me["can_read_all_group_messages"] = True
        for number in range(30):
            await inside.acts.says(f"/find@other_bot {number} for @nobody")  # uses up nothing of it
        for number in range(0, 30, 2):
            await inside.acts.says(f"/find {number}")
            await inside.acts.says(f"@pumasi_bot {number + 1}")
        await world.until(lambda: not len(world.updates) and not bot.dispatcher.backlog)
        await inside.hears_until(lambda seen: "19" in seen)
        await inside.quiet()
        assert len(inside.heard) == 21
