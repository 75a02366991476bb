"""Tables for notebooks: results and ledgers as columns, and data in from any frame."""
