"""How values are spread, group by group."""
