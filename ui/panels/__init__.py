"""The parts of the settings page: each shows one subject and emits what is wished of it."""
