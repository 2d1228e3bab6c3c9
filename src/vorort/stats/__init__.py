"""The statistics engine: pure functions, arrays in, frozen results out.

Knows neither Django nor the web. No I/O, no global state, no plotting; every
function that draws takes a required ``seed``.
"""
