"""What a child process can do: one module per kind of job."""
