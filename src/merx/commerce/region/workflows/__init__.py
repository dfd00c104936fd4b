"""What is done with regions, a file per use case."""

from merx.commerce.region.workflows.create_region import NewRegion, create_region
from merx.commerce.region.workflows.delete_region import delete_region
from merx.commerce.region.workflows.update_region import update_region

__all__ = ["NewRegion", "create_region", "delete_region", "update_region"]
