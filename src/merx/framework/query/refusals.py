"""Values that only the driver or the server can refuse: from what they say to the field that the value was given for."""

import re

import asyncpg

from merx.framework.errors import InvalidData
from merx.framework.query.statement import Statement

# Others of their kind (a division by zero) would be bugs of computed fields.
_UNFIT = {
    asyncpg.DataError,  # the class itself: the driver's own refusal, of a number beyond a column's range for one
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
    asyncpg.InvalidRegularExpressionError,
    asyncpg.InvalidEscapeSequenceError,
}
_PATTERNS: dict[type[asyncpg.DataError], tuple[str, ...]] = {
    asyncpg.InvalidRegularExpressionError: ("re",),
    asyncpg.InvalidEscapeSequenceError: ("like", "ilike"),
}
_ARGUMENT = re.compile(r"query argument \$(\d+)")


def refused(error: asyncpg.DataError, statement: Statement) -> InvalidData | None:
    """What to tell the caller; None where the fault is not theirs."""
    if type(error) not in _UNFIT:
        return None
    fields = _named(error, statement) or _by_operator(error, statement)
    shown = f" for field '{', '.join(fields)}'" if fields else ""
    return InvalidData(f"Invalid value{shown}: {str(error)[:300]}")


def _named(error: asyncpg.DataError, statement: Statement) -> list[str]:
    found = _ARGUMENT.search(str(error))
    if found is None:
        return []
    name = statement.text.names[int(found[1]) - 1]
    is_filter = name.startswith("w") and name[1:].isdigit()
    return [statement.compared[int(name[1:])].field if is_filter else name]


def _by_operator(error: asyncpg.DataError, statement: Statement) -> list[str]:
    operators = _PATTERNS.get(type(error), ())
    return list(dict.fromkeys(compared.field for compared in statement.compared if compared.op in operators))
