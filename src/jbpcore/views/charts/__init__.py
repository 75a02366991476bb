"""Charts as specifications of Vega-Lite: plain data that a page or a notebook draws."""
