"""A simulated gemeente: the Zaken and Catalogi API of one register, as Open Zaak 1.30 speaks them, over real HTTP.

Resources go in through ``vulling``; questions come in over HTTP and are answered by ``register``, which knows
nothing of the adapter that asks them. Faults on demand are in ``fouten``, the sockets in ``loopback``.

Where its answers differ from the recorded ones of real registers is listed, with the reason, in
``tests/opnamen/test_naspelen.py``. Not played at all: writing through the API, the time an answer takes, the body
after a HEAD, and an ETag that stays the same while the zaak changes.
"""
