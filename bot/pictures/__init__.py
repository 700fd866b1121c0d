"""Pictures as pure functions: values in, PNG out; no Telegram, no SQL."""
