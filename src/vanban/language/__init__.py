"""Vietnamese: normal form, numbers, dates, money, word lists, and how whole a text is."""
