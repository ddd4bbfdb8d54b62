"""The network of digital ambassadors: who they are, how one becomes one, finding one, asking for help."""
