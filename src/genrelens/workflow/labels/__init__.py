"""The labels of a table: reviewed by a person, and taken back."""
