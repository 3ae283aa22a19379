"""Isolation: hostile files are opened in children with limits, never in the parent."""
