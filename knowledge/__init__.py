"""The resolution and all that understands it.

This package knows nothing of Telegram and does no network I/O: an answer is a value
(``knowledge.answers.Answer``) that each channel renders in its own way.
"""
