"""The index that people search: entries of many kinds, in step with the rows that they stand for, on either database.

`registry` says what is indexed, `changes` keeps it in step, `writing` writes, `typed` understands what people type,
`matching` asks the database, `marking` shows where the words stand. Rights are not known here: who reads adds them.
"""

from __future__ import annotations
