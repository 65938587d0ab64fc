"""The append-only fact store on SQLite and PostgreSQL. Importing this opens nothing."""
