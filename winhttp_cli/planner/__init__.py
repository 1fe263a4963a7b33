"""Settings in, plans out: the only room that turns options into engine words."""
