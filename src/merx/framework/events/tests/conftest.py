from merx.framework.workflows.tests.world import app, bank, calm, database, server, start_worker, template

__all__ = ["app", "bank", "calm", "database", "server", "start_worker", "template"]
