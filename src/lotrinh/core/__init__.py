"""What every part of the platform stands on: clock, words, audit, files, jobs, problems."""
