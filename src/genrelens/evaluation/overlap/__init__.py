"""Which genres a model cannot tell apart, and the families they form."""
