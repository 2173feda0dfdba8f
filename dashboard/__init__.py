"""The dashboard: reads one published release, writes nothing."""
