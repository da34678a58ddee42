"""What a visit costs: our pages beside stock Voila on the same notebook, in one run (`make bench`)."""
