"""What was knowable about a franchise at a landmark."""
