"""Facts to text: terminal, plain, JSON, HAR. The only room that knows what a terminal can show."""
