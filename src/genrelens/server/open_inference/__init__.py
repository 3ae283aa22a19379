"""Turn the tensors of the Open Inference Protocol into tracks, and answers back."""
