"""A photograph for a page: reduced to what a screen shows, written anew as JPEG."""

from io import BytesIO

from PIL import Image


def reduced(content: bytes, most: int) -> tuple[bytes, int, int]:
    """A checked image with at most so many pixels on its longer side: its content as JPEG, width and height."""
    with Image.open(BytesIO(content)) as image:
        # On white: JPEG has no transparency.
        pixels = Image.new("RGB", image.size, "white")
        pixels.paste(image, mask=image.getchannel("A") if "A" in image.getbands() else None)
    pixels.thumbnail((most, most))
    made = BytesIO()
    pixels.save(made, "JPEG", quality=82, progressive=True, optimize=True)
    return made.getvalue(), pixels.width, pixels.height
