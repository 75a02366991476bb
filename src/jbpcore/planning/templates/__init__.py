"""Templates at work: checked, asked, built into plans, brought up to new versions."""
