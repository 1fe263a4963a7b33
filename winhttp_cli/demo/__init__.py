"""The embedded server behind `whttp demo` and the tests. Shares no parsing code with the engine."""
