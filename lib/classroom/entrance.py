"""Who may come in: whoever knows the class password, each to a desk that is theirs alone."""

from __future__ import annotations

import hashlib
import json
import os
from hmac import compare_digest
from pathlib import Path
from typing import Any

from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
from traitlets import Unicode

_COST = {"n": 2**14, "r": 8, "p": 1}
_SHORTEST = 4


class ClassAuthenticator(SharedPasswordAuthenticator):
    """Ask for the class password, a name, and a word by which a participant is known again.

    JupyterHub's own shared password lets anybody in under any name. Here the first who uses a name
    chooses a word for it, and the desk of that name opens to nobody without the word.
    """

    words = Unicode(help="The file that holds what the words are checked against.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any] | None:
        """Check the password of the class and the word of the participant.

        Parameters
        ----------
        handler : object
            Not used.
        data : dict
            The form: ``username``, ``password`` and ``otp``, the word.

        Returns
        -------
        dict or None
            The participant; None for a wrong password or word.
        """
        known = await super().authenticate(handler, data)
        word = data.get("otp", "").strip()
        if not known or len(word) < _SHORTEST:
            return None
        return known if self._fits(known["name"], word) else None

    def _fits(self, name: str, word: str) -> bool:
        path = Path(self.words)
        kept = json.loads(path.read_text()) if path.exists() else {}
        if name in kept:
            salt, digest = (bytes.fromhex(each) for each in kept[name])
            return compare_digest(digest, hashlib.scrypt(word.encode(), salt=salt, **_COST))
        salt = os.urandom(16)
        kept[name] = [salt.hex(), hashlib.scrypt(word.encode(), salt=salt, **_COST).hex()]
        making = path.with_suffix(".making")
        making.write_text(json.dumps(kept))
        making.chmod(0o600)
        making.replace(path)
        return True
