"""Files and SQL: the bundled catalogue, the index in the cache folder, corrections."""
