"""What leaves the desk: the weekly overview as a letter, the private calendar."""
