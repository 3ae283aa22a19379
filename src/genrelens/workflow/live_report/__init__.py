"""The report of a training run, kept in parts for pages that show it live."""
