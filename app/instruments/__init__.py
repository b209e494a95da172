"""Assessment instruments as data: a file says what is asked, weighed and banded; answers in, every number out.

``checking.check`` finds what is wrong with a file and where, ``loading.load`` reads a sound one, ``scoring.score``
turns answers into a result, ``many.score_many`` does it for very many units. No database, no framework; texts for
people are written elsewhere, from codes and their values.
"""
