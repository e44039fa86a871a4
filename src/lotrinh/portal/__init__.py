"""The door for everybody: what was opened to the public, without signing in, without a cookie, without a script."""
