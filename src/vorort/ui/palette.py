"""The light theme of ``tokens.css`` as plain colours, for documents that know no CSS.

A test resolves the tokens and compares them with this list.
"""

FONTS = "Fira Sans, Noto Sans, sans-serif"

PRINT = {
    "ink": "#131525",
    "ground": "#ffffff",
    "surface": "#f3f4f7",
    "edge": "#6e7597",
    "chart-here": "#1537a1",
    "chart-band": "#c5d3ef",
    "chart-ref": "#5b6185",
    "chart-grid": "#cfd2e0",
    "chart-axis": "#6e7597",
    "chart-text": "#454b6b",
    "chart-note": "#734000",
    "seq-1": "#e5ebf7",
    "seq-2": "#b2c4e9",
    "seq-3": "#7694d5",
    "seq-4": "#3a5eb9",
    "seq-5": "#092066",
    "on-seq-low": "#131525",
    "on-seq-high": "#ffffff",
    "div-1": "#2044aa",
    "div-2": "#a2b8e4",
    "div-3": "#e8e9ef",
    "div-4": "#ffb53a",
    "div-5": "#925400",
    "hatch": "#8e93b1",
    "map-line": "#ffffff",
}
