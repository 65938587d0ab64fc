"""The HTTP API under /api/v1. No decision of its own."""
