"""What organisers made of an edition's texts in other languages, and what a page says of them.

Words: translation, place (where an edition's text stands, such as `category.open-city.title`), original (the
English text). Never: the portal's own sentences (`awards_portal/translations`), letters (`mail/wording.py`),
and answers: a value that is stored is the same in every language.
"""
