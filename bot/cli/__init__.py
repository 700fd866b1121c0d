"""What an operator types: one module for each kind of work."""


class Unusable(Exception):
    """It cannot be done as asked. The message is one line for the operator; nothing has been changed."""
