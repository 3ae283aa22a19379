"""What every change took away, kept so that it can be given back byte for byte."""
