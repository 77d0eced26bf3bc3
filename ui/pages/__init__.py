"""The pages of the window. A page gets what it needs, emits what was asked of it, and knows no other page."""
