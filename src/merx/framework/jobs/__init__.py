"""Jobs: work at an hour, and the worker that does everything that waits.

Owns: `@job`, `Worker`, the queue's tables and how work gets into them.
Leaves to others: what is in the work (events, workflows).
Change freely: everything that is not in `__all__`.
Change with a decision record: task names (`queue.py`). Running shops have them stored.
Holds always: work enqueued in a transaction exists if and only if the transaction commits.
"""

from merx.framework.jobs.job import Job, job
from merx.framework.jobs.worker import Worker

__all__ = ["job", "Job", "Worker"]
