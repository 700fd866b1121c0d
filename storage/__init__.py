"""Everything that is kept. One module per noun; functions take a session and never commit."""

from storage.engine import Database, Session, Unit

__all__ = ["Database", "Session", "Unit"]
