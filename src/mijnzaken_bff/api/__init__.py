"""The HTTP edge: a request enters, a JSON answer or a problem leaves. It asks ``fanout``, never a register."""
