"""For the organising team: judges, panels, assignments, standings, download."""
