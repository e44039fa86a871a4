"""What decisions make of a reading: pure functions from a record and an ordered row of decisions to the present items.

`items` is the shape of an item, `fields` what may stand in its fields, `folding` what each action does, `undoing` which
decisions count, `carrying` what of an earlier review holds for a new reading, `result` what is adopted.
"""
