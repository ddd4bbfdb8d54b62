"""A synthetic civil service of any size, for trying LearnHub out and for measuring it.

Nothing here names a real person or department; everything follows from a seed and the day it is made on.
"""
