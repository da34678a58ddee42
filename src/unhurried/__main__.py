"""`python -m unhurried`: the same as the command `unhurried`."""

from unhurried.cli import main

main(prog_name="unhurried")
