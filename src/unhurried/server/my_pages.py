"""The page on which somebody looks back: the one with a page process that is no chapter of a course."""

#: What its page process runs in the place of a notebook's code cells.
CELLS = ("from unhurried.exercise_page import my_pages", "my_pages()")
#: Bytes that its page process takes besides: pandas, measured at about 45 MB.
MEMORY = 48 * 1024**2
