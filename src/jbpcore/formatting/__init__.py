"""Words and numbers in a locale: the only place that turns figures into text."""
