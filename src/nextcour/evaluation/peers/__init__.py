"""Other ways to forecast the same rows, each trained on the same past, that a model is set beside."""
