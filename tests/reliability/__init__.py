"""What must hold when files, processes and disks misbehave; by hand with a seed, small in tests."""
