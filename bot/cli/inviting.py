"""The first people of a city or an office, and an office's reporting cycles."""

from argparse import Namespace
from datetime import timedelta

from bot import clock
from bot.cli import Unusable
from bot.cli.opening import up_to_date, username
from bot.cli.places import the_place
from bot.links import Ways
from bot.settings import Settings
from storage import Session, cities, cycles, invitations, offices
from storage.models import Office

FOR_CITIES, FOR_OFFICES = ("officer", "coordinator"), ("reviewer", "secretariat")


async def invite(settings: Settings, asked: Namespace) -> None:
    """Print a one-time invitation: whom it is for, until when, and last the link."""
    if asked.place is not None and not asked.place.strip():
        raise Unusable("--place needs the name of a city")
    role = asked.role or ("officer" if asked.place else None)
    fitting = FOR_CITIES if asked.place else FOR_OFFICES
    if role not in fitting:
        raise Unusable(f"--{'place' if asked.place else 'office'} needs --role {' or '.join(fitting)}")
    async with up_to_date(settings) as database:
        async with database.begin() as session:
            place = await the_place(session, asked.place) if asked.place else None
            office = None if place else await _office(session, asked.office)
        name = await username(settings, database)
        async with database.begin() as session:
            if place:
                city = await cities.ensure(session, place)
                whom, seat = f"{place.label('en')} ({city.code})", {"city_id": city.id}
            elif office:
                whom, seat = office.name, {"office_id": office.id}
            code = await invitations.create(session, role, days=asked.days, **seat)
    until = clock.now() + timedelta(days=asked.days)
    print(f"For: {role} of {whom}")
    print(f"Works once, until {until:%Y-%m-%d %H:%M} UTC")
    print(Ways(name, "").start(code))


async def cycle(settings: Settings, asked: Namespace) -> None:
    """Let an office ask its cities to report, again and again."""
    async with up_to_date(settings) as database, database.begin() as session:
        office = await _office(session, asked.office)
        try:
            await cycles.create(session, office.id, asked.name, asked.months, asked.opens, asked.due)
        except ValueError as error:
            raise Unusable(str(error)) from None
        asks = len(await offices.cities(session, office.id))
    print(f"{asked.name}: {office.name} asks its {asks} cities every {asked.months} months")
    print(f"Opens {asked.opens}, due {asked.due}")


async def _office(session: Session, code: str) -> Office:
    office = await offices.by_code(session, code)
    if office is None:
        codes = ", ".join(office.code for office in await offices.everyone(session))
        raise Unusable(f"there is no office {code!r}; there are {codes}")
    return office
