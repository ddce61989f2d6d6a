"""A small python-telegram-bot application that tries the stand-in: it echoes."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from .control import Standin

Context = ContextTypes.DEFAULT_TYPE
AnyApp = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, context: Context) -> None:
    """Echoes a text with buttons; counts edits and downloads documents."""
    message = update.effective_message
    assert message is not None
    if message.document is not None:
        file = await message.document.get_file()
        body = bytes(await file.download_as_bytearray())
        await message.reply_document(body, filename="back.txt", caption=f"{len(body)} bytes")
        return
    button = InlineKeyboardButton("More", callback_data="more")
    what = "edited" if update.edited_message else "echo"
    await message.reply_html(
        f"{what}: <b>{message.text_html}</b>",
        reply_markup=InlineKeyboardMarkup([[button]]),
        do_quote=bool(message.chat.type != "private"),
    )


async def start(update: Update, context: Context) -> None:
    """Answers /start with its payload."""
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"start {' '.join(context.args or [])}")


async def tapped(update: Update, context: Context) -> None:
    """Answers a tap and edits the message."""
    query = update.callback_query
    assert query is not None
    await query.answer("ok")
    await query.edit_message_text(f"tapped {query.data}")


async def inline(update: Update, context: Context) -> None:
    """Offers one article."""
    query = update.inline_query
    assert query is not None
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Tap", callback_data="inline")]])
    content = InputTextMessageContent(f"<i>{query.query}</i>", parse_mode="HTML")
    article = InlineQueryResultArticle("1", "Title", content, reply_markup=markup)
    await query.answer([article], cache_time=0)


async def chosen(update: Update, context: Context) -> None:
    """Remembers the chosen result."""
    assert update.chosen_inline_result is not None
    context.bot_data["chosen"] = update.chosen_inline_result.result_id


async def quiet(update: object, context: Context) -> None:
    """Keeps the errors for the test."""
    context.bot_data.setdefault("errors", []).append(context.error)


def build(telegram: Standin) -> AnyApp:
    """The application, pointed at the stand-in."""
    app: AnyApp = (
        Application.builder()
        .token(telegram.token)
        .base_url(telegram.base_url)
        .base_file_url(telegram.base_file_url)
        .get_updates_read_timeout(3)
        .read_timeout(2)
        .build()
    )
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(tapped))
    app.add_handler(InlineQueryHandler(inline))
    app.add_handler(ChosenInlineResultHandler(chosen))
    app.add_handler(MessageHandler(filters.TEXT | filters.Document.ALL, echo))
    app.add_error_handler(quiet)
    return app


@contextlib.asynccontextmanager
async def running(app: AnyApp) -> AsyncIterator[None]:
    """Polls while the block runs."""
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()
