"""The promises, checked from outside: `entraide prove NAME`, or `prove all`.

A proof starts a scratch demo of its own (or shares one), attacks it over HTTP, sockets and mail as a stranger would, where
it says so with the whole database in hand, and counts: each attack has tries, successes and a bound. A broken bound ends the
command with 1. The rate limits of the scratch demo are relaxed, so that no leak hides behind a "too many requests".
"""
