"""Tables that leave for a spreadsheet program, and tables that come back: rows of text, nothing else."""

from .cells import plain
from .columns import Column
from .reading import BadSheet, Table, read_table
from .writing import TYPES, written

__all__ = ["TYPES", "BadSheet", "Column", "Table", "plain", "read_table", "written"]
