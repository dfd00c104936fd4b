"""Durable workflows on Temporal: `Config.engine = "temporal://localhost:7233"`, with the extra `merx[temporal]`.

Temporal says who works on a run, wakes it and keeps its time; what a run did stays in the shop's own journal, because only
there can a step's record commit with its effect. See decisions/0010.

    engine.py       where a run begins, how it is waited for, and the process's worker
    body.py         a workflow's body in Temporal's own event loop
    activities.py   what a body asks for: steps, compensations, the end; they run beside it, in the shop's event loop
    receipts.py     what Temporal stores of it: where in the journal to look, never what stands there
"""

from merx.framework.workflows.engines.temporal.engine import TemporalEngine

__all__ = ["TemporalEngine"]
