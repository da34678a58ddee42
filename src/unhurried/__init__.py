"""A private, interactive workbook for finding closeness again after a betrayal."""

__version__ = "0.1.0"
__all__ = ["__version__", "gentle_check", "page"]


def __getattr__(name: str) -> object:
    # Lazy, so that `import unhurried.exercises` (pure rules) never pulls in pydantic or ipywidgets.
    if name == "page":
        from unhurried.exercise_page import page

        return page
    if name == "gentle_check":
        from unhurried.course.gentle import gentle_check

        return gentle_check
    raise AttributeError(f"module 'unhurried' has no attribute {name!r}")
