"""A store made of several, each of which holds what belongs to its keys."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

from tidewheel.host.errors import ShardFailedError, StoreUnavailableError
from tidewheel.host.store import Store, Transaction

__all__ = ["ShardedStore"]


class ShardedStore(Store):
    """Routes each instance by the part of its id before `~`, and all else by its shard key.

    Nothing in one of the stores refers to another of them.
    """

    name = "shards"

    def __init__(
        self,
        stores: Sequence[Store] | Mapping[str, Store],
        route: Callable[[str], int] | None = None,
    ) -> None:
        """`route` gives the place of the store that a key belongs to, from 0; left out, keys are spread evenly.

        Where `stores` has names, these are what messages call them.
        """
        if isinstance(stores, Mapping):
            for name, store in stores.items():
                store.name = name
            stores = list(stores.values())
        self._stores = tuple(stores)
        if not self._stores:
            raise ValueError("a sharded store needs at least one store")
        self._route = route or (lambda key: zlib.crc32(key.encode()) % len(self._stores))

    @property
    def shards(self) -> Sequence[Store]:
        return self._stores

    def shard_of(self, key: str) -> Store:
        place = self._route(key.partition("~")[0])
        if not 0 <= place < len(self._stores):
            raise StoreUnavailableError(
                f"`{key}` is routed to store {place}, and there are {len(self._stores)}"
            )
        return self._stores[place]

    def open(self) -> None:
        opened: list[Store] = []
        for store in self._stores:
            try:
                store.open()
            except Exception as error:
                for other in opened:
                    other.close()
                raise ShardFailedError(f"shard `{store.name}`: {error}", store.name) from error
            opened.append(store)

    def close(self) -> None:
        for store in self._stores:
            store.close()

    def begin(self, *, write: bool = True, together: bool = False) -> Transaction:
        raise StoreUnavailableError("a transaction is of one shard: use `shard_of(key).transaction()`")
