"""Which way a request leaves the machine: proxy lists, bypass lists, PAC, WPAD, tunnels.

Promise: the route of every hop is chosen here from the plan's ProxyPolicy alone, and how it was
chosen can be told afterwards, step by step. Must not know options, settings, or how a request is
written; sockets belong to `engine/net`.
"""
