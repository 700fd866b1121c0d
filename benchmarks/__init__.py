"""What is measured: each module prints a table and says how it came about."""
