"""Templates as text: TOML to plain data, plain data to a template, and the schema."""
