"""Every store of the package passes the suite that others may run on theirs."""

from tidewheel.host.testing import StoreConformance


class TestStores(StoreConformance):
    """On memory, SQLite and PostgreSQL."""
