"""What is done with every fold of a training: attributes chosen, models studied."""
