"""A drawing (SVG) as an image of points (PNG), by typst: no browser, no font of the machine."""

SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
PIXELS_PER_INCH = 192.0  # a pixel of an SVG is 3/4 of a point


def png(svg: str) -> bytes:
    """Return the drawing at twice its size in points."""
    import typst

    return typst.compile(
        SOURCE, format="png", ppi=PIXELS_PER_INCH, sys_inputs={"svg": svg}, ignore_system_fonts=True
    )
