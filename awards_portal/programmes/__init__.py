"""Programmes: editions, categories, forms, rubrics and rounds: what is asked and how it is weighed.

Words: Edition, Call, Category, Form, Section, Question, Rubric, Criterion, Step, Round.
Never: knows an entry or a score.
"""
