"""Text tables (CSV and its relatives): read strictly, written without formulas."""
