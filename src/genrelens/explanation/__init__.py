"""Why: importance, response, stress tests, Shapley summaries, reasons in words."""
