"""What makes the tables and changes them, for Alembic."""
