"""What people look at, made from results: text for a terminal, and more to come."""
