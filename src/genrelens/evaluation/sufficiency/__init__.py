"""Is the data enough: learning curves, the value of columns, what more would bring."""
