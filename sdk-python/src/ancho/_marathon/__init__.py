"""Ancho on Marathon: what stands behind ``ancho deploy``, ``ancho undeploy`` and ``ancho scale``.

``specs`` and ``values`` make the group that is sent; ``acceptance`` says what Marathon would answer; ``changes`` what
would change; ``api`` and ``events`` talk to it; ``observation`` reads what is there, ``following`` waits for it,
``diagnosis`` tells why it does not come, ``rollback`` goes back.
"""
