"""The door for programs: `/api/v1`, by access tokens of people, within their rights."""
