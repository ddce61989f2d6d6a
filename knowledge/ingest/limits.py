"""How large a file may be. Over a limit it is refused, never read in part."""

from typing import Final

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
"""Size of a file; what a bot may download from Telegram."""

MAX_UNPACKED_BYTES: Final = 120 * 1024 * 1024
"""Size of all parts of a .docx once unpacked."""

MAX_PART_BYTES: Final = 40 * 1024 * 1024
"""Size of one part of a .docx once unpacked."""

MAX_PACKING_RATIO: Final = 250
"""How many times larger a part over 1 MiB may become when unpacked."""

MAX_PARTS: Final = 3000
"""Number of parts in a .docx."""

MAX_PAGES: Final = 600
"""Pages of a .pdf."""

MAX_CHARACTERS: Final = 6_000_000
"""Characters of the text of one document."""

PDF_SECONDS: Final = 120
"""Time for reading one .pdf."""

PDF_BYTES: Final = 1536 * 1024 * 1024
"""Memory for reading one .pdf."""
