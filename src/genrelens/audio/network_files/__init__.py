"""Reading the files of networks as data: bounds first, nothing run."""
