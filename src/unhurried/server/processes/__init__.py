"""One process for each page that a visitor has open: how it is started, what runs in it, how it ends.

`warm` is the process that page processes are forked from, `page_process` is what runs in one, `starter` is the
server's side of starting them, `frames` is what travels between server and page process.
"""
