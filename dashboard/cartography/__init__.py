"""The map: its subjects, its drawing, its files."""
