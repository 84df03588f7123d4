"""What the organising team says about an entry after it was submitted: whether it may be judged, what the city is asked
to change, and more time for one city. Each is a record with who, when and why; what follows from it is derived.
"""
