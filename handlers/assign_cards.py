"""An assignment on its way: the draft as it is kept, and what each of the six steps shows."""

from datetime import date
from typing import Any, Final

from telegram import InlineKeyboardButton

from handlers import work_wording as words
from handlers.callbacks import Verb
from handlers.context import Context
from handlers.desk import today
from handlers.keyboards import Row, button, markup
from handlers.render import Block
from handlers.replies import Reply, laid_out
from handlers.wording import BUTTON_NEXT, BUTTON_PREVIOUS
from knowledge.answers.labels import shorten, titled
from knowledge.progress import wording as progress_wording
from knowledge.progress.assignments import Suggestion
from knowledge.progress.model import Role
from knowledge.resolution.citation import citation
from knowledge.resolution.deadlines import month_end
from knowledge.storage.document_values import first_day_to_come

A_PAGE: Final = 8
LABEL_LENGTH: Final = 40
STEPS: Final = ("who", "deadline", "answerable", "product", "authority", "confirm")
TYPED: Final = ("deadline", "product", "authority")
"""Steps that a typed text answers too."""

Data = dict[str, Any]


def step_of(context: Context, draft_id: int, data: Data) -> Reply:
    """Return what the step of a draft asks."""
    resolution = context.services.office.resolution_of(data["document"])
    ref, step = data["ref"], data["step"]
    content = [
        Block(f"{words.ASSIGN_TITLE}: {titled(resolution.clause(ref), 90)}", "b"),
        Block(citation(resolution, ref), "i", glued=True),
    ]
    standing = context.services.volumes.standing(data["document"], ended_only=True)
    content += [Block(standing, glued=True)] if standing else []
    lines = summary(context, data)
    content += [Block(line, glued=number > 0) for number, line in enumerate(lines)]
    question, rows = _asked(context, draft_id, data)
    content.append(Block(question, "b"))
    if step == "who":
        named = _named(context.services.office.assignments.suggest(data["document"], ref))
        if named:
            content.append(Block(words.ASSIGN_SUGGESTED.format(what=named), "i", glued=True))
    place = STEPS.index(step)
    foot: Row = []
    if place > 0:
        foot.append(button(words.BUTTON_BACK, Verb.ASSIGN, "go", draft_id, place - 1))
    foot.append(button(words.BUTTON_NO, Verb.CANCEL))
    return laid_out(content, markup([*rows, foot]))


def summary(context: Context, data: Data) -> list[str]:
    """Return what has been chosen so far, a line each."""
    office = context.services.office
    units = {unit.id: unit.name for unit in office.units.all()}
    people = {person.id: person.name for person in office.people.everybody()}
    names = [units[one] for one in data["units"] if one in units]
    names += [people[one] for one in data["people"] if one in people]
    lines = [words.WORK_WHO.format(names=", ".join(names))] if names else []
    if data["deadline"]:
        day = progress_wording.day(date.fromisoformat(data["deadline"]))
        lines.append(words.WORK_DEADLINE.format(day=day))
    if data["answerable"] in people:
        lines.append(words.WORK_ANSWERABLE.format(name=people[data["answerable"]]))
    if data["product"]:
        lines.append(words.WORK_PRODUCT.format(product=data["product"]))
    if data["authority"]:
        lines.append(words.WORK_AUTHORITY.format(authority=data["authority"]))
    return lines


def _asked(context: Context, draft_id: int, data: Data) -> tuple[str, list[Row]]:
    step = data["step"]
    if step == "who":
        return _who(context, draft_id, data)
    if step == "deadline":
        example = progress_wording.day(date(first_day(context, data).year, 11, 30))
        return words.ASSIGN_DEADLINE.format(day=example), _deadlines(context, draft_id, data)
    if step == "answerable":
        leading = [
            person
            for person in context.services.office.people.everybody()
            if person.role in (Role.LEADER, Role.ADMINISTRATOR)
        ]
        rows = [
            [button(shorten(p.name, LABEL_LENGTH), Verb.ASSIGN, "answerable", draft_id, p.id)]
            for p in leading[:A_PAGE]
        ]
        return words.ASSIGN_ANSWERABLE, [*rows, _skip(draft_id, "answerable")]
    if step == "confirm":
        return words.ASSIGN_CONFIRM, [[button(words.BUTTON_SAVE, Verb.ASSIGN, "save", draft_id, 0)]]
    product = step == "product"
    offered = words.ASSIGN_PRODUCTS if product else words.ASSIGN_AUTHORITIES
    rows = [
        [button(one, Verb.ASSIGN, step, draft_id, number)]
        for number, one in enumerate(offered, start=1)
    ]
    question = words.ASSIGN_PRODUCT if product else words.ASSIGN_AUTHORITY
    return question, [*rows, _skip(draft_id, step)]


def _skip(draft_id: int, step: str) -> Row:
    return [button(words.BUTTON_SKIP, Verb.ASSIGN, step, draft_id, 0)]


def _who(context: Context, draft_id: int, data: Data) -> tuple[str, list[Row]]:
    """Units that the resolution names come first; a choice is twice the id, odd for a person."""
    office = context.services.office
    suggested = office.assignments.suggest(data["document"], data["ref"]).unit_ids
    units = sorted(office.units.all(), key=lambda unit: unit.id not in suggested)
    people = [p for p in office.people.everybody() if p.role is not Role.MEMBER]
    choices: list[InlineKeyboardButton] = []
    for unit in units:
        label = _ticked(unit.name, unit.id in data["units"])
        choices.append(button(label, Verb.ASSIGN, "who", draft_id, 2 * unit.id))
    for person in people:
        label = _ticked(person.name, person.id in data["people"])
        choices.append(button(label, Verb.ASSIGN, "who", draft_id, 2 * person.id + 1))
    count = max(1, -(-len(choices) // A_PAGE))
    page = min(int(data["page"]), count - 1)
    rows: list[Row] = [[one] for one in choices[page * A_PAGE : (page + 1) * A_PAGE]]
    turning: Row = []
    if page > 0:
        turning.append(button(BUTTON_PREVIOUS, Verb.ASSIGN, "page", draft_id, page - 1))
    if page < count - 1:
        turning.append(button(BUTTON_NEXT, Verb.ASSIGN, "page", draft_id, page + 1))
    done: Row = []
    if data["units"] or data["people"]:
        done = [button(words.BUTTON_DONE, Verb.ASSIGN, "go", draft_id, 1)]
    return words.ASSIGN_WHO.format(page=page + 1, pages=count), [*rows, turning, done]


def _ticked(label: str, chosen: bool) -> str:
    label = shorten(label, LABEL_LENGTH)
    return words.CHOSEN.format(label=label) if chosen else label


def first_day(context: Context, data: Data) -> date:
    """Return the day from which deadlines are counted: today, or the first of the document's year still to come."""
    period = context.services.office.documents.summary(data["document"]).period
    return first_day_to_come(period, today(context)) or today(context)


def _deadlines(context: Context, draft_id: int, data: Data) -> list[Row]:
    now = first_day(context, data)
    suggested = context.services.office.assignments.suggest(data["document"], data["ref"]).deadline
    ends = (now.month, 3 * ((now.month + 2) // 3), 12)
    days = [found for found in (month_end(now.year, month) for month in ends) if found]
    labels = {day: progress_wording.day(day) for day in days}
    if suggested is not None:
        labels = {
            suggested: words.SUGGESTED_DAY.format(day=progress_wording.day(suggested)),
            **{day: label for day, label in labels.items() if day != suggested},
        }
    rows = [
        [button(label, Verb.ASSIGN, "deadline", draft_id, int(f"{day:%Y%m%d}"))]
        for day, label in labels.items()
    ]
    return [*rows, [button(words.BUTTON_NO_DEADLINE, Verb.ASSIGN, "deadline", draft_id, 0)]]


def _named(suggestion: Suggestion) -> str:
    pieces = list(suggestion.bodies[:4])
    if suggestion.deadline:
        day = progress_wording.day(suggestion.deadline)
        pieces.append(words.ASSIGN_SUGGESTED_DEADLINE.format(day=day))
    return ", ".join(pieces)
