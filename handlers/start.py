"""/start, /help and /huongdan: greeting, guide, and deep links."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CommandHandler

from handlers import document_wording, misses, viewer, wording, work_wording
from handlers.callbacks import Verb
from handlers.command_menus import renew_menu
from handlers.context import Context, Handler
from handlers.deeplinks import COMMAND_PREFIX, decode
from handlers.keyboards import button, markup
from handlers.opening import in_use, opened
from handlers.questions import focus_on
from handlers.render import Block
from handlers.replies import Reply, in_group, laid_out, of_answer, respond, text
from knowledge.errors import UnknownClauseError, UnknownDocumentError
from knowledge.progress.model import Role


def handlers() -> list[Handler]:
    """Return the handlers of this module."""
    return [CommandHandler("start", on_start), CommandHandler(["help", "huongdan"], on_help)]


async def on_start(update: Update, context: Context) -> None:
    """Greet, or open the clause that a deep link names."""
    message = update.effective_message
    if message is None:
        return
    payload = context.args[0] if context.args else ""
    if payload:
        await _follow_link(update, context, payload)
        return
    metadata = (await in_use(message, context)).resolution.metadata
    values = {"name": metadata.name, "number": metadata.number}
    if in_group(message):
        hello = wording.GROUP_HELLO.format(username=context.username, **values)
        await respond(update, context, text(hello))
        return
    content = [Block(wording.WELCOME.format(**values)), Block(wording.WELCOME_HOW)]
    await respond(update, context, laid_out(content, _menu()))
    actor = viewer.current()
    if actor is not None and actor.role in (Role.LEADER, Role.ADMINISTRATOR):
        # At the start of the program there may have been no chat with him yet.
        await renew_menu(context, actor.telegram_id)


async def on_help(update: Update, context: Context) -> None:
    """Show the guide."""
    await respond(update, context, guide(context))


def guide(context: Context) -> Reply:
    """Return the guide: how to ask, the commands, what the bot does not do."""
    lines = [line.format(username=context.username) for line in wording.GUIDE]
    content = [
        Block(wording.GUIDE_TITLE, "b"),
        *(Block(line, glued=True) for line in lines),
        Block(wording.GUIDE_COMMANDS[0]),
        *(Block(line, glued=True) for line in wording.GUIDE_COMMANDS[1:]),
    ]
    actor = viewer.current()
    if actor is not None and actor.alone and actor.role is not Role.STRANGER:
        content.append(Block(work_wording.GUIDE_TITLE, "b"))
        content += [Block(line, glued=True) for line in work_wording.GUIDE]
    if actor is not None and actor.alone and actor.role is Role.ADMINISTRATOR:
        content.append(Block(document_wording.GUIDE_TITLE, "b"))
        content += [Block(line, glued=True) for line in document_wording.GUIDE]
    content.append(Block(wording.GUIDE_LIMITS))
    return laid_out(content, _menu())


async def _follow_link(update: Update, context: Context, payload: str) -> None:
    message, person = update.effective_message, update.effective_user
    command = _COMMANDS.get(payload.removeprefix(COMMAND_PREFIX))
    if command is not None and payload.startswith(COMMAND_PREFIX):
        await command(update, context)
        return
    if message is None:
        return
    volumes, address = context.services.volumes, decode(payload)
    key, ref = address or (0, "")
    try:
        volume = await opened(volumes.number_of(key), message, context)
        answer = volumes.library.linked(volume.lookup.open(ref))
    except (UnknownDocumentError, UnknownClauseError):
        await respond(update, context, text(wording.GONE, _menu()))
        return
    if person is not None:
        focus_on(volume, ref, message.chat_id, person.id, context)
    await respond(update, context, of_answer(answer, context, short=in_group(message)))


def _menu() -> InlineKeyboardMarkup | None:
    return markup(
        [
            [
                button(wording.BUTTON_TARGETS, Verb.MENU, "targets"),
                button(wording.BUTTON_TREE, Verb.MENU, "tree"),
            ],
            [
                button(wording.BUTTON_BODIES, Verb.MENU, "bodies"),
                button(wording.BUTTON_THEME, Verb.MENU, "theme"),
            ],
        ]
    )


_COMMANDS = {"huongdan": on_help, "cauhoi": misses.for_those_who_see(misses.on_misses)}
"""What links from elsewhere may run in the private chat."""
