"""The site for its readers: HTTP by uvicorn, and a process beside it that makes pages before they are asked for."""
