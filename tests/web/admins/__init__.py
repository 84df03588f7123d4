"""The organising team's door."""
