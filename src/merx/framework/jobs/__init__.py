"""Jobs: work at an hour, and the worker that does everything that waits.

Owns: `@job` and its hours, `Worker`, the queue's tables and how work gets into them.
Leaves to others: what is in the work (events, workflows).
Change freely: everything that is not in `__all__`.
Change with a decision record: task names (`queue.py`), the table `job_state`. Running shops have them stored.
Holds always: work enqueued in a transaction exists if and only if the transaction commits. A job's time is taken once.
"""

from merx.framework.jobs.job import Job, job
from merx.framework.jobs.models import JobState
from merx.framework.jobs.service import JobService
from merx.framework.jobs.worker import Worker
from merx.framework.module import Module

jobs = Module("jobs", service=JobService)

__all__ = ["job", "Job", "JobService", "JobState", "Worker", "jobs"]
