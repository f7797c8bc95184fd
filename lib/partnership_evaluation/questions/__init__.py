"""One room for each question that a notebook asks: the tables, sentences and dangers it needs."""
