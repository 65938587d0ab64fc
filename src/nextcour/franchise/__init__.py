"""From entries to franchises: main lines of installments, and what surrounds them."""
