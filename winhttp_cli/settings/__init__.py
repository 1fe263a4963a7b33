"""Layers in, one Settings out, each value with its origin. Knows no plan and no engine."""
