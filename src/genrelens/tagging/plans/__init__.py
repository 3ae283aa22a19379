"""What is to be written into which file: policies, rows, the reviewable table."""
