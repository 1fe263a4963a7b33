"""The catalogue: every option exactly once, one file per topic. Knows no parser and no engine."""
