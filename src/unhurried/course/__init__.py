"""What the course is: its map, chapters, worksheets, words and data, read from one folder.

    <root>/notebooks/course.yaml, *.ipynb      the map, and the chapters
    <root>/worksheets/en/*.yaml                worksheets; interface.yaml: every word of the interface
    <root>/data/                               sources, help lines, suggestions

The folder is the one given, else the one that UNHURRIED_COURSE names, else the course that comes with the
program: beside `src/` in a checkout, inside the package in a wheel.
"""

from unhurried.course.course import BUILT_IN, Chapter, Counts, Course, data_file, find_course
from unhurried.course.data import MY_PAGES, Source, Stage
from unhurried.course.notebook import Code, Notebook, Prose, exercise_ids, is_import, shown_by
from unhurried.course.places import Place, places

__all__ = [
    "BUILT_IN",
    "MY_PAGES",
    "Chapter",
    "Code",
    "Counts",
    "Course",
    "Notebook",
    "Place",
    "Prose",
    "Source",
    "Stage",
    "data_file",
    "exercise_ids",
    "find_course",
    "is_import",
    "places",
    "shown_by",
]
