"""From the source of the lessons to what is handed out: copies, slides, handout, timetable.

Needs nbgrader, nbconvert, pandoc and typst, which no lesson needs. ``make lessons`` runs it.
"""
