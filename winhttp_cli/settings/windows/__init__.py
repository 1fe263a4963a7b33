"""Windows' own proxy and TLS settings, read from what its tools print, export and store.

One file per format: text or bytes in, `ProxyState` out, which becomes a Layer. A format that is
broken, cut off or foreign ends in one UsageFault that names file and place. Knows no network.
"""
