"""Reports as pure functions: contents in, bytes out; no Telegram, no SQL."""
