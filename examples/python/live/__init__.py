"""The workspace process on a durable host in SQLite, to be watched in the browser while it runs."""
