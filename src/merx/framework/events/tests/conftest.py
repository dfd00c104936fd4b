from merx.framework.workflows.tests.world import bank, calm, merx_settings, start_worker

__all__ = ["bank", "calm", "merx_settings", "start_worker"]
