"""How what a job with music made comes to its place, or is told as not made."""
