"""A real Postgres of our own, run from the binaries of a wheel by a small supervisor.

supervisor.py   who runs it: one owner per data directory, every other process joins and stands by
owner_lock.py   how the processes agree on that
residence.py    the data directory: what lies where in it, and who may enter
cluster.py      initdb, once and whole
server.py       one running postgres
predecessor.py  one that an ended owner left
account.py      the user that Postgres runs as when we are root
binaries.py     where the wheel keeps initdb and postgres
launch.py       what the child does before it becomes Postgres: drop root, die with its parent
"""

from repositories.embedded.supervisor import EmbeddedPostgres, start_embedded

__all__ = ["EmbeddedPostgres", "start_embedded"]
