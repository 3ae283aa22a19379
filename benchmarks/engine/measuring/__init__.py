"""What the claims about the engine share, from reading tables to telling costs."""
