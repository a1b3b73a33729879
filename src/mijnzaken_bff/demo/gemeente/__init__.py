"""A simulated gemeente: the Zaken and Catalogi API of one register, as some product speaks them, over real HTTP.

Resources go in through ``vulling``, the same for every product; questions come in over HTTP and are answered by
``register``, which knows nothing of the adapter that asks them. How products differ is in ``dialecten``: one set of
traits per product, Open Zaak 1.30 unless another is named. Faults on demand are in ``fouten``, the sockets in
``loopback``.

Where the answers of Open Zaak differ from the recorded ones of real registers is listed, with the reason, in
``tests/opnamen/test_naspelen.py``. Not played at all: writing through the API, the time an answer takes, the body
after a HEAD, and an ETag that stays the same while the zaak changes. What is not played of another product is with
its constant in ``dialecten``.
"""
