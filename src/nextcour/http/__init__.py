"""One way to fetch: retries with jitter, time-outs, limits on size, a truthful User-Agent."""
