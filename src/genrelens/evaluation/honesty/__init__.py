"""How much better a model looks under easier ways of splitting, step by step."""
