"""What would make a score a lie: the genre column, rows to leave out, leaks."""
