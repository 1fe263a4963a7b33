"""Facts to text: rich terminal, plain, JSON, HAR. The only room that knows rich."""
