"""PDF files: strangers' cleaned, our own drawn by typst from JSON; never from typst source made of people's text."""
