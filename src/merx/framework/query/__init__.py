"""Query: one way to read, over all modules, in one statement.

Owns: what `fields` means, the plan over the graph, the SELECT, typed views, computed fields.
Leaves to others: what exists (data.graph), what a caller may see of it (http: allowed fields, filters per route).
Change freely: everything that is not in `__all__`.
Holds always: a call is one statement, however many rows, relations and modules it reads.

    fields.py -> plan.py -> statement.py (where.py, tables.py) -> run.py -> resolve.py, view.py
"""

from merx.framework.query.computed import Calculations, Computed, ComputedContext, Overlay, Resolver, Sight, computed, overlay, resolver, sight
from merx.framework.query.fields import RELATIONS_LIMIT, selection
from merx.framework.query.run import Compiler, Query
from merx.framework.query.view import View

__all__ = [
    "Calculations",
    "Compiler",
    "Computed",
    "ComputedContext",
    "Overlay",
    "Query",
    "RELATIONS_LIMIT",
    "Resolver",
    "Sight",
    "View",
    "computed",
    "overlay",
    "resolver",
    "selection",
    "sight",
]
