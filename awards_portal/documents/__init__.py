"""PDF files, drawn by typst from JSON; never from typst source made of people's text."""
