"""The commands for music files: make a table of them, obtain networks, write genres."""
