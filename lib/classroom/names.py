"""The environment variables of a desk."""

#: The folder of the student copies.
LESSONS = "CLASSROOM_LESSONS"

#: Other folders that every desk may read, separated as in a search path.
SHARED = "CLASSROOM_SHARED"
