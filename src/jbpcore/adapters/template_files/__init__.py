"""Templates in files: TOML, and with the extra ``yaml`` YAML; and those that come along."""
