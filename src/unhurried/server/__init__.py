"""The workbook's own server: a hardened subclass of Voila, the relay to page processes, and the guard."""
