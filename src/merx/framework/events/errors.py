"""What a delivery cannot do, however often it is tried."""

from merx.framework.errors import InvalidData


class DoesNotFit(InvalidData):
    """The data of an event are not what the subscriber's annotation asks for."""

    code = "event.does_not_fit"
