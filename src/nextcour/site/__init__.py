"""The catalogue as one place to serve from: every show with its answer, and the pictures drawn ahead."""
