"""Facts to text: terminal, plain, JSON, HAR. The only room that knows rich and what a terminal
can show."""
