"""Named writes: bringing documents in, completing what identifies them, their standing, their audience, reading."""
