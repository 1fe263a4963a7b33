"""Runs a plan and tells what happens. Knows no option, no setting, no screen."""
