"""Questions that cities ask about a call, with the organising team's answers, shown on the call.

Words: enquiry (a question with its answer). Never: a question of the form.
"""
