"""How far a trained model can be trusted: the analyses, and what the model keeps."""
