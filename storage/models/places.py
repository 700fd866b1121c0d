"""The place register: what ``storage.register`` put together, loaded for looking up."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base

# Names are compared byte by byte, so that "begins with" is a range of the index on both databases.
Folded = Text().with_variant(Text(collation="C"), "postgresql")


class PlaceRow(Base):
    """A province, city, county, district or town."""

    __tablename__ = "places"
    key: Mapped[str] = mapped_column(primary_key=True)  # kr.41110 (Korea's code), gn.2925177 (GeoNames)
    country: Mapped[str]  # ISO 3166, two letters
    kind: Mapped[str]  # province, city, county, district, town
    parent: Mapped[str | None]  # the province's key
    names: Mapped[dict[str, Any]]  # by language; English always
    latitude: Mapped[float]
    longitude: Mapped[float]
    population: Mapped[int | None]
    timezone: Mapped[str]
    told_by: Mapped[str]  # what tells it from others of its name: country, province, position
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the last day
    successors: Mapped[list[Any]]  # keys
    south: Mapped[float | None]
    west: Mapped[float | None]
    north: Mapped[float | None]
    east: Mapped[float | None]
    outline: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))  # rings of [x, y]: Korea only

    __table_args__ = (
        Index("places_by_position", "latitude", "longitude"),
        Index("places_by_bounds", "south", "north"),
    )


class PlaceName(Base):
    """One spelling under which a place is found, or, for a province or country, tells where a place is."""

    __tablename__ = "place_names"
    folded: Mapped[str] = mapped_column(Folded, primary_key=True)
    place_key: Mapped[str] = mapped_column(primary_key=True, index=True)  # or a country's two letters
    weight: Mapped[int]  # ten times the importance, plus the kind of name: see storage.register.entry

    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own shape


class PlaceRegister(Base):
    """Which register is loaded."""

    __tablename__ = "place_register"
    version: Mapped[str] = mapped_column(primary_key=True)
