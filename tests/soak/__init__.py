"""What the dashboard withstands: many visitors, publications, a killed process."""
