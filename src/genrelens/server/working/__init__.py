"""What takes long: one queue, child processes, progress and time left."""
