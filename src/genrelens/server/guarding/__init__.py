"""Who may ask, how much, and what every answer carries."""
