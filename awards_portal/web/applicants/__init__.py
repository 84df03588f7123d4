"""For people who represent a city: its entries."""
