from merx.framework.module import Module

from .service import CmsService

cms = Module("cms", service=CmsService)
