"""A clean table becomes numbers with names, units, groups and origin."""
