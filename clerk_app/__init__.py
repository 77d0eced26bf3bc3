"""An offline desk for village clerks: every office keeps a signed journal, all else is made from it."""

__version__ = "0.1.0"
