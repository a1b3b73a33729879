"""A simulated gemeente: the Zaken, Catalogi, Documenten and Besluiten API of one register, over real HTTP.

Resources go in through ``vulling``, ``vulling_documenten`` and ``vulling_besluiten``, the same for every product;
questions come in over HTTP and are answered by ``register``, which knows nothing of the adapter that asks them. How
products differ is in ``dialecten``: one set of traits per product, Open Zaak 1.30 unless another is named. The versions
of a document and their content are in ``archief``; content may be as large as one likes, for it is made while it is
sent. Faults on demand are in ``fouten``, the sockets in ``loopback``.

Where the answers of Open Zaak differ from the recorded ones of real registers is listed, with the reason, in
``tests/opnamen/test_naspelen.py``. Not played at all: writing through the API, the time an answer takes, the body
after a HEAD, an ETag that stays the same while the zaak changes, verzendingen, and ``registratieOp`` of a document.
What is not played of another product is with its constant in ``dialecten``.
"""
