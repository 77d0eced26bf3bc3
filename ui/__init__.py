"""The window: all of Qt, and no decision."""
