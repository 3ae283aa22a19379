"""Answer for new tracks by a model that stays open: one, many, or a stream of them."""
