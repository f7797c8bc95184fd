"""Who may come in: whoever knows the class password, each to a desk that is theirs alone."""

from __future__ import annotations

import re
import unicodedata
from hmac import compare_digest
from pathlib import Path
from typing import Any

from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
from tornado.web import HTTPError
from traitlets import Unicode

from classroom import words

_SHORTEST = 4
_LONGEST = 30
#: What a participant is called after `ClassAuthenticator.normalize_username`.
NAMES = rf"[a-z0-9][a-z0-9-]{{0,{_LONGEST - 1}}}\Z"
_OTHER_PASSWORD = "This is not the password of the class. It is on the board; mind the hyphens."
_NO_NAME = "A name has a letter from a to z or a digit in it. Choose such a name, any you like."
_SHORT_WORD = f"Your own word has {_SHORTEST} letters or more. Choose a longer one."
_OTHER_WORD = (
    "Somebody came in as %s before, with another word. If that was you, give the same word; "
    "if not, choose another name."
)


class ClassAuthenticator(SharedPasswordAuthenticator):
    """Ask for the class password, a name, and a word by which a participant is known again.

    JupyterHub's own shared password lets anybody in under any name. Here the first who uses a name
    chooses a word for it, and the desk of that name opens to nobody without the word.
    """

    words = Unicode(help="The file that holds what the words are checked against.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any]:
        """Check the password of the class and the word of the participant.

        Parameters
        ----------
        handler : object
            Not used.
        data : dict
            The form: ``username``, ``password`` and ``otp``, the word.

        Returns
        -------
        dict
            The participant.

        Raises
        ------
        tornado.web.HTTPError
            What is wrong and what to do, for the participant to read.
        """
        name = self.normalize_username(data.get("username", ""))
        word = data.get("otp", "").strip()
        given = data.get("password", "").strip()
        if not compare_digest(given.encode(), self.user_password.strip().encode()):
            raise HTTPError(403, _OTHER_PASSWORD)
        if not name:
            raise HTTPError(403, _NO_NAME)
        if len(word) < _SHORTEST:
            raise HTTPError(403, _SHORT_WORD)
        if not words.fits(Path(self.words), name, word):
            raise HTTPError(403, _OTHER_WORD, name)
        return {"name": name, "admin": False, "groups": []}

    def normalize_username(self, username: str) -> str:
        """Make a name that can be part of an address and the name of a folder.

        Parameters
        ----------
        username : str
            As it was typed.

        Returns
        -------
        str
            Small letters from a to z, digits and single hyphens, 30 at most; empty if nothing of
            what was typed can be kept.

        Examples
        --------
        >>> ClassAuthenticator().normalize_username("José María  Peña ")
        'jose-maria-pena'
        >>> ClassAuthenticator().normalize_username("../x")
        'x'
        """
        plain = unicodedata.normalize("NFKD", username).casefold()
        without_accents = "".join(each for each in plain if not unicodedata.combining(each))
        return re.sub("[^a-z0-9]+", "-", without_accents).strip("-")[:_LONGEST].strip("-")
