"""What is kept: tables, jobs, models, decisions, answers; it survives restarts."""
