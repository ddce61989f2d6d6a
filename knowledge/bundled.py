"""The assistant of the resolution that comes with the program."""

from collections.abc import Callable

from knowledge.answers.answer import Status
from knowledge.assistant import Assistant, chosen_weights
from knowledge.keeping import Later, bundled_slot, opened, read_bundled
from knowledge.resolution.bundle import load_phrasings
from knowledge.storage.kept import KeptFolder


def bundled_assistant(
    status_of: Callable[[str], tuple[Status, ...]] | None = None, folder: KeptFolder | None = None
) -> Assistant:
    """Return an assistant for the bundled resolution.

    Args:
        status_of: gives the recorded status of a target or task.
        folder: where what it is made of is kept from one start to the next.
    """
    slot = bundled_slot(folder or KeptFolder(None))
    resolution, parts = opened(slot, read_bundled)
    return Assistant(
        resolution,
        Later(load_phrasings),
        status_of,
        weights=chosen_weights(True),
        parts=parts,
        slot=slot,
    )
