"""Templates for a joint event, and for named accounts."""
