"""The jury meets: entry by entry on a screen, those with a conflict outside, decisions and notes as they fall.

Words: meeting (a sitting on a round or a category), attendance (who is there), discussion (an entry on the screen),
absence (who left the room for it), closing (the end, with all that the minutes say).
Never: shows an entry while somebody who is kept from it was not told to leave; changes what was decided.
"""
