"""Reads how far jobs got; that they go on is the affair of `Clock`."""

from merx.framework.data import Repository, Service
from merx.framework.jobs.models import JobState


class JobService(Service):
    states: Repository[JobState]
