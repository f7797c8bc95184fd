"""A classroom: every participant of a workshop gets a private copy of the lessons in a browser.

``make workshop`` runs ``python -m classroom``. It starts JupyterHub (`entrance` asks for the class
password, `hub` holds its settings), which asks one process that has everything imported for a
*desk* whenever somebody comes in (`desks`). A desk is a process of its own that can read and write
its participant's folder and nothing of the others (`landlock`), with a notebook server and the
kernels forked from it. `copies` gives out, renews and collects the lessons.
"""
