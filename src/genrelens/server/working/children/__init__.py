"""Child processes: how one is started, limited, ended, and what its death means."""
