"""For people who write a course: JupyterLab on its folder, and a live preview of one worksheet.

Words for authors stand in this code and not in interface.yaml, like those of faults: the course that is open here
may be half written, and what it lacks must still be said.
"""

from unhurried.author.live_preview import preview

__all__ = ["preview"]
