"""Templates in files: TOML, with the extra ``yaml`` YAML, and the shipped ones."""
